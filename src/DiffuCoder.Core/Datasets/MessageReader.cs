using System.Text.Json;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Datasets;

/// <summary>A message of a conversation in a row.</summary>
internal static class MessageReader
{
    private static readonly (string Role, string Content)[] Forms = [("role", "content"), ("from", "value")];
    private static readonly string[] Calls = ["tool_calls", "function_call"];

    /// <summary>Reads a message.</summary>
    /// <param name="item">The message.</param>
    /// <param name="columns">Where it has what.</param>
    /// <param name="isFirst">Whether no message stands before it.</param>
    /// <exception cref="DataException">It has no such form, or says what cannot be learned.</exception>
    public static ChatMessage Read(DataRow item, ConversationColumns.Dialogue columns, bool isFirst)
    {
        var (role, content) = Form(item, columns);
        if (Array.Find(Calls, call => item.Has(call) && !IsEmptyList(item, call)) is { } calls)
            throw item.Failure(calls, "is a call of a tool, which is not learned from. Leave such conversations out, or skip bad rows.");
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
    private static (string Role, string Content) Form(DataRow item, ConversationColumns.Dialogue columns) =>
        item.Has(columns.Role) ? (columns.Role, columns.Content)
        : Array.Find(Forms, form => item.Has(form.Role)) is { Role: not null } other ? other
        : (columns.Role, columns.Content);

    private static bool IsEmptyList(DataRow item, string column) =>
        ColumnPath.Find(item.Columns, column) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0;

    /// <summary>A text, or the texts of a list of parts one right after the other.</summary>
    private static string Content(DataRow item, string column) =>
        ColumnPath.Find(item.Columns, column) is { ValueKind: JsonValueKind.Array }
            ? string.Concat(item.Items(column).Select(Part))
            : item.Text(column);

    private static string Part(DataRow part) => part.TextOr("type", "text") is var type && type is "text" or "input_text" or "output_text"
        ? part.Text("text")
        : throw part.Failure("type", $"is \"{type}\"; only parts of text are learned from. Leave such conversations out, or skip bad rows.");
}
