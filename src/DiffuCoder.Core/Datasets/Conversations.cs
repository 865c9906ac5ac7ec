using DiffuCoder.Tokenization;

namespace DiffuCoder.Datasets;

/// <summary>Reads conversations as a stream.</summary>
public static class Conversations
{
    /// <summary>The forms that a row shows by its columns alone.</summary>
    private static readonly (string Column, string Name, ConversationColumns Form)[] Known =
    [
        ("instruction", nameof(ConversationColumns.OpenCoder), ConversationColumns.OpenCoder),
        ("messages", nameof(ConversationColumns.Messages), ConversationColumns.Messages),
        ("conversations", nameof(ConversationColumns.ShareGpt), ConversationColumns.ShareGpt),
    ];

    /// <summary>The conversations of a file or directory.</summary>
    /// <param name="path">What <see cref="DataFiles"/> reads.</param>
    /// <param name="columns">
    /// Where they stand; null: in the form that a row has by its columns, which is <see cref="ConversationColumns.OpenCoder"/>,
    /// <see cref="ConversationColumns.Messages"/> or <see cref="ConversationColumns.ShareGpt"/>.
    /// </param>
    /// <param name="badRows">What becomes of bad rows; null: they are fatal.</param>
    /// <param name="unused">What becomes of columns that look like content and are not used; null: they are named on standard error.</param>
    /// <exception cref="DataException">
    /// As in <see cref="DataFiles"/>. Bad are also rows of several forms where none is named, with an unknown role, a system message that is not the
    /// first, images, sounds, tools and what they give, a blank message of the assistant, an answer to nothing or of weight 0, or another last
    /// message than the assistant's.
    /// </exception>
    public static IEnumerable<Conversation> Read(string path, ConversationColumns? columns = null, BadRows? badRows = null,
        UnusedColumns? unused = null) =>
        DataFiles.Records(path, row => Of(row, columns ?? FormOf(row)), badRows, unused, row => (columns ?? FormOf(row)).Seen(row));

    private static ConversationColumns FormOf(DataRow row)
    {
        var found = Array.FindAll(Known, known => row.Has(known.Column));
        return found.Length <= 1
            ? found.Select(known => known.Form).FirstOrDefault(ConversationColumns.OpenCoder)
            : throw row.Failure(found[0].Column,
                $"stands beside \"{found[1].Column}\": the row is a conversation in two forms. Name the one to read, "
                + $"{string.Join(" or ", found.Select(known => $"{nameof(ConversationColumns)}.{known.Name}"))}.");
    }

    private static Conversation Of(DataRow row, ConversationColumns columns)
    {
        OtherMedia.Refuse(row, columns.LeftOut);
        return new(columns switch
        {
            ConversationColumns.Pair pair =>
                [new(ChatRole.User, Request(row, pair)), new(ChatRole.Assistant, MessageReader.Answer(row, pair.Answer))],
            ConversationColumns.Dialogue dialogue => Messages(row, dialogue),
            var other => throw new DataException($"{other.GetType().Name} is no known form of a conversation."),
        })
        {
            Place = row.Place,
        };
    }

    private static string Request(DataRow row, ConversationColumns.Pair columns) =>
        columns.Input is { } column && row.TextOr(column, "") is var input && !string.IsNullOrWhiteSpace(input)
            ? $"{row.Text(columns.Request)}\n\n{input}"
            : row.Text(columns.Request);

    private static IReadOnlyList<ChatMessage> Messages(DataRow row, ConversationColumns.Dialogue columns)
    {
        var items = row.Items(columns.List);
        ChatMessage[] messages = [.. items.Select((item, i) => MessageReader.Read(item, columns, isFirst: i == 0, isLast: i == items.Count - 1))];
        return messages is [_, .., { Role: ChatRole.Assistant }]
            ? messages
            : throw row.Failure(columns.List, messages switch
            {
                [] => "is empty",
                [{ Role: ChatRole.Assistant }] => "is an answer to nothing",
                _ => "ends with another message than the assistant's",
            } + "; there is nothing to learn. Mend the row, or skip bad rows.");
    }
}
