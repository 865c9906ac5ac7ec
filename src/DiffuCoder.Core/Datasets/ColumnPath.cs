using System.Text.Json;

namespace DiffuCoder.Datasets;

/// <summary>Columns by name or dotted path, and their description in messages.</summary>
internal static class ColumnPath
{
    private const int NamesShown = 20;

    /// <summary>The value of a column; null when there is none.</summary>
    public static JsonElement? Find(JsonElement columns, string path)
    {
        if (columns.ValueKind != JsonValueKind.Object) return null;
        if (columns.TryGetProperty(path, out var value)) return value;
        var dot = path.IndexOf('.');
        return dot >= 0 && columns.TryGetProperty(path.AsSpan(0, dot), out var inner) ? Find(inner, path[(dot + 1)..]) : null;
    }

    /// <summary>The names of the columns, for a message.</summary>
    public static string Names(JsonElement columns)
    {
        var names = columns.EnumerateObject().Select(column => column.Name).ToList();
        return names.Count == 0 ? "no columns" : string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? ", ..." : "");
    }

    /// <summary>What a value is, for a message.</summary>
    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null (or NaN)",
        _ => "true or false",
    };
}
