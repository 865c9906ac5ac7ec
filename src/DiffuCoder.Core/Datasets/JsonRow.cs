using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DiffuCoder.Datasets;

/// <summary>Rows from the text of a JSON object.</summary>
internal static class JsonRow
{
    /// <summary>Longest row: 64 MiB.</summary>
    public const int LongestBytes = 64 << 20;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>A row, or why it is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands; its unit is what the text is called.</param>
    public static RowReading Of(ReadOnlySpan<byte> text, RowPlace place)
    {
        if (!Utf8.IsValid(text)) return Bad(place, $"the {place.Unit} is not UTF-8. Is this the right file? If so, convert it, or skip bad rows.");
        try
        {
            var json = Parsed(text);
            if (text.IndexOf("\\u"u8) >= 0) RequireNames(json);
            return json.ValueKind == JsonValueKind.Object
                ? new(new(json, place), null)
                : Bad(place, $"the {place.Unit} should be a JSON object and is {ColumnPath.KindOf(json)}. {Hint(text, place)}");
        }
        catch (InvalidOperationException e)
        {
            return Bad(
                place, $"a name in the {place.Unit} holds half a character (an unpaired surrogate). Mend the {place.Unit}, or skip bad rows.", e);
        }
        catch (JsonException e)
        {
            return Bad(place, $"not a JSON object: {e.Message} {Hint(text, place)}", e);
        }
    }

    public static RowReading TooLong(RowPlace place, int longest) =>
        Bad(place, $"the {place.Unit} is longer than {longest} bytes, the most that is read. Split it, or skip bad rows.");

    private static string Hint(ReadOnlySpan<byte> text, RowPlace place) =>
        place.Row == 1 && text.TrimStart(" \t"u8).StartsWith("<"u8)
            ? "The file looks like a web page: was it downloaded from a viewer instead of the raw file?"
        : place is { Row: 1, Unit: "line" } && text.TrimStart(" \t"u8).StartsWith("["u8)
            ? "If the file is one JSON list, name it .json."
        : text.TrimEnd("\r"u8).Contains((byte)'\r')
            ? $"The {place.Unit} holds carriage returns without line feeds: if they end its lines, write them as line feeds."
        : $"Mend the {place.Unit}, or skip bad rows.";

    // names are transcoded only when they are asked for, which may be anywhere; a text is asked for where its column is known
    private static void RequireNames(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            foreach (var item in json.EnumerateArray()) RequireNames(item);
        if (json.ValueKind != JsonValueKind.Object) return;
        foreach (var member in json.EnumerateObject())
        {
            _ = member.Name;
            RequireNames(member.Value);
        }
    }

    private static JsonElement Parsed(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonElement.Parse(text, Deep);
        }
        catch (JsonException) when (text.IndexOf("Infinity"u8) >= 0 || text.IndexOf("NaN"u8) >= 0)
        {
            return JsonElement.Parse(PythonNumbers.ToJsonWithNulls(Encoding.UTF8.GetString(text)), Deep);
        }
    }

    private static RowReading Bad(RowPlace place, string problem, Exception? cause = null) => new(null, new(place, problem, cause));
}
