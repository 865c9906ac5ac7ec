using System.Text.Json;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Datasets;

/// <summary>A message of a conversation in a row.</summary>
internal static class MessageReader
{
    private static readonly (string Role, string Content)[] Forms = [("role", "content"), ("from", "value")];

    /// <summary>Reads a message.</summary>
    /// <param name="item">The message.</param>
    /// <param name="columns">Where it has what.</param>
    /// <param name="isFirst">Whether no message stands before it.</param>
    /// <param name="isLast">Whether it is the one that is learned.</param>
    /// <exception cref="DataException">It has no such form, or says what cannot be learned.</exception>
    public static ChatMessage Read(DataRow item, ConversationColumns.Dialogue columns, bool isFirst, bool isLast)
    {
        OtherMedia.Refuse(item);
        if (isLast && item.Has("weight") && item.Number("weight") == 0)
            throw item.Failure("weight", "is 0: the answer is not to be learned, and there is no other. Leave the row out, or skip bad rows.");
        var (role, content) = Form(item, columns);
        return item.Text(role) switch
        {
            "assistant" or "gpt" => new(ChatRole.Assistant, Answer(item, content)),
            "user" or "human" => new(ChatRole.User, Content(item, content)),
            "system" when isFirst => new(ChatRole.System, Content(item, content)),
            "system" => throw item.Failure(role, "is \"system\"; only the first message may be. Mend the row, or skip bad rows."),
            "developer" => throw item.Failure(role,
                "is \"developer\"; if these words are to be the model's system message, write \"system\". Mend the row, or skip bad rows."),
            "tool" or "function" or "observation" or "ipython" or "function_call" => throw item.Failure(role,
                $"is \"{item.Text(role)}\"; calls of tools and what they give are not learned from. Leave such conversations out, or skip bad rows."),
            var other => throw item.Failure(role,
                $"is \"{other}\"; it should be system, user (or human) or assistant (or gpt). Mend the row, or skip bad rows."),
        };
    }

    /// <summary>An answer, which must say something.</summary>
    public static string Answer(DataRow row, string column) => Content(row, column) is var answer && !string.IsNullOrWhiteSpace(answer)
        ? answer
        : throw row.Failure(column, "is an empty answer. Mend the row, or skip bad rows.");

    /// <summary>The members that are named; where the message has not got them, those of another known form that it has.</summary>
    /// <exception cref="DataException">It has both.</exception>
    public static (string Role, string Content) Form(DataRow item, ConversationColumns.Dialogue columns)
    {
        var forms = Forms.Prepend((columns.Role, columns.Content)).Distinct().Where(form => item.Has(form.Item1)).ToList();
        return forms.Count <= 1
            ? forms.FirstOrDefault((columns.Role, columns.Content))
            : throw item.Failure(forms[0].Item1, $"stands beside \"{forms[1].Item1}\": the message is in two forms. Mend the row, or skip bad rows.");
    }

    /// <summary>A text, or the texts of a list of parts one right after the other.</summary>
    private static string Content(DataRow item, string column) =>
        ColumnPath.Find(item.Columns, column) is { ValueKind: JsonValueKind.Array }
            ? string.Concat(item.Items(column).Select(Part))
            : item.Text(column);

    private static string Part(DataRow part)
    {
        if (part.TextOr("type", "text") is var type && type is not ("text" or "input_text" or "output_text"))
            throw part.Failure("type", $"is \"{type}\"; only parts of text are learned from. Leave such conversations out, or skip bad rows.");
        OtherMedia.Refuse(part);
        return part.Text("text");
    }
}
