using System.Text.Json;

namespace DiffuCoder.Datasets;

/// <summary>What rows, messages and parts of messages may carry beside text, and no model of the kit learns from: a row that does is refused by
/// name.</summary>
internal static class OtherMedia
{
    private static readonly string[] Names =
    [
        "image", "images", "image_url", "input_image", "audio", "audios", "input_audio", "video", "videos",
        "tools", "functions", "tool_calls", "function_call", "tool_call_id",
    ];

    /// <summary>Refuses a message, or a part of one, that carries some.</summary>
    /// <exception cref="DataException">There is some that is not empty.</exception>
    public static void Refuse(DataRow row) => Refuse(row, [], "");

    /// <summary>Refuses a row that carries some which is not left out by name.</summary>
    /// <exception cref="DataException">There is some that is not empty.</exception>
    public static void Refuse(DataRow row, IReadOnlyList<string> leftOut) =>
        Refuse(row, leftOut, $" Name it in {nameof(ConversationColumns.LeftOut)} to learn from the text alone.");

    private static void Refuse(DataRow row, IReadOnlyList<string> leftOut, string remedy)
    {
        if (Names.FirstOrDefault(name => !leftOut.Contains(name) && ColumnPath.Find(row.Columns, name) is { } value && !IsEmpty(value)) is { } found)
            throw row.Failure(found, $"is not learned from: only text is. Leave such rows out, or skip bad rows.{remedy}");
    }

    // lists and objects are written as text too
    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.String => value.ValueEquals(""u8) || value.ValueEquals("[]"u8) || value.ValueEquals("{}"u8) || value.ValueEquals("null"u8),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
