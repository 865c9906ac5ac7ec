using DiffuCoder.Tokenization;

namespace DiffuCoder.Datasets;

/// <summary>Reads conversations as a stream.</summary>
public static class Conversations
{
    /// <summary>The conversations of a file or directory.</summary>
    /// <param name="path">What <see cref="DataFiles"/> reads.</param>
    /// <param name="columns">Where they stand; null: <see cref="ConversationColumns.OpenCoder"/>.</param>
    /// <param name="badRows">What becomes of bad rows; null: they are fatal.</param>
    /// <exception cref="DataException">
    /// As in <see cref="DataFiles"/>. Bad are also rows with an unknown role, a system message that is not the first, a blank message of the assistant, or another
    /// last message than the assistant's.
    /// </exception>
    public static IEnumerable<Conversation> Read(string path, ConversationColumns? columns = null, BadRows? badRows = null) =>
        DataFiles.Records<Conversation>([path], (columns ?? ConversationColumns.OpenCoder) switch
        {
            ConversationColumns.Pair pair => row => new([new(ChatRole.User, row.Text(pair.Request)), new(ChatRole.Assistant, Answer(row, pair.Answer))]),
            ConversationColumns.Dialogue dialogue => row => new(Messages(row, dialogue)),
            var other => throw new DataException($"{other.GetType().Name} is no known form of a conversation."),
        }, badRows);

    private static IReadOnlyList<ChatMessage> Messages(DataRow row, ConversationColumns.Dialogue columns)
    {
        ChatMessage[] messages = [.. row.Items(columns.List).Select((item, i) => Message(item, columns, isFirst: i == 0))];
        return messages is [.., { Role: ChatRole.Assistant }]
            ? messages
            : throw row.Failure(columns.List, $"{(messages.Length == 0 ? "is empty" : "ends with another message than the assistant's")}; there is nothing to learn. Mend the row, or skip bad rows.");
    }

    private static ChatMessage Message(DataRow item, ConversationColumns.Dialogue columns, bool isFirst) => item.Text(columns.Role) switch
    {
        "assistant" => new(ChatRole.Assistant, Answer(item, columns.Content)),
        "user" => new(ChatRole.User, item.Text(columns.Content)),
        "system" when isFirst => new(ChatRole.System, item.Text(columns.Content)),
        "system" => throw item.Failure(columns.Role, "is \"system\"; only the first message may be. Mend the row, or skip bad rows."),
        var role => throw item.Failure(columns.Role, $"is \"{role}\"; it should be system, user or assistant. Mend the row, or skip bad rows."),
    };

    private static string Answer(DataRow row, string column) => row.Text(column) is var answer && !string.IsNullOrWhiteSpace(answer)
        ? answer
        : throw row.Failure(column, "is an empty answer. Mend the row, or skip bad rows.");
}
