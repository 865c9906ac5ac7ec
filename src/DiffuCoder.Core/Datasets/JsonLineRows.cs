using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DiffuCoder.Datasets;

/// <summary>Rows of a JSON Lines file, plain or gzipped.</summary>
internal static class JsonLineRows
{
    /// <summary>Longest line: 64 MiB.</summary>
    public const int LongestBytes = 64 << 20;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>The rows, blank lines left out. Bad ones are readings with a problem.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">Longest line, in bytes.</param>
    /// <exception cref="DataException">The file is missing, cut off or damaged.</exception>
    public static IEnumerable<RowReading> Read(string path, int longest = LongestBytes)
    {
        using var file = DataStream.Open(path);
        using var gzip = IsGzip(file) ? new WholeGzipStream(file) : null;
        var lines = new LineReader((Stream?)gzip ?? file, longest);
        var damage = gzip is null ? "the file cannot be read" : "the gzip file is cut off or damaged";
        for (var number = 1L; DataStream.Guarded(path, damage, lines.Next); number++)
            if (Row(lines, new(path, "line", number), longest) is { } row) yield return row;
    }

    private static bool IsGzip(FileStream file) =>
        DataStream.StartsWith(file, [0x1f, 0x8b]) || (file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? throw new DataException(file.Name, "the name says gzip and the file is not gzipped. Fetch it again, or take \".gz\" off its name.")
            : false);

    private static RowReading? Row(LineReader lines, RowPlace place, int longest)
    {
        if (lines.IsTooLong) return Bad(place, $"the line is longer than {longest} bytes, the most that is read. Split it, or skip bad rows.");
        var line = lines.Line;
        if (place.Row == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        return line.Trim(" \t\r"u8).IsEmpty ? null
            : !Utf8.IsValid(line) ? Bad(place, "the line is not UTF-8. Is this the right file? If so, convert it, or skip bad rows.")
            : Row(line, place);
    }

    private static RowReading Row(ReadOnlySpan<byte> line, RowPlace place)
    {
        try
        {
            var json = Parsed(line);
            return json.ValueKind == JsonValueKind.Object
                ? new(new(json, place), null)
                : Bad(place, $"the line should be a JSON object and is {ColumnPath.KindOf(json)}. Mend the line, or skip bad rows.");
        }
        catch (JsonException e)
        {
            var hint = place.Row == 1 && line.TrimStart(" \t"u8).StartsWith("<"u8)
                ? "The file looks like a web page: was it downloaded from a viewer instead of the raw file?"
                : "Mend the line, or skip bad rows.";
            return Bad(place, $"not a JSON object: {e.Message} {hint}", e);
        }
    }

    private static JsonElement Parsed(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonElement.Parse(line, Deep);
        }
        catch (JsonException) when (line.IndexOf("Infinity"u8) >= 0 || line.IndexOf("NaN"u8) >= 0)
        {
            return JsonElement.Parse(PythonNumbers.ToJsonWithNulls(Encoding.UTF8.GetString(line)), Deep);
        }
    }

    private static RowReading Bad(RowPlace place, string problem, Exception? cause = null) => new(null, new(place, problem, cause));
}
