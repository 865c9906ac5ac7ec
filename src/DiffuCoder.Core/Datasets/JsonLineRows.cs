namespace DiffuCoder.Datasets;

/// <summary>Rows of a JSON Lines file, plain or gzipped.</summary>
internal static class JsonLineRows
{
    /// <summary>The rows, blank lines left out. Bad ones are readings with a problem.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">Longest line, in bytes.</param>
    /// <exception cref="DataException">The file is missing, cut off or damaged.</exception>
    public static IEnumerable<RowReading> Read(string path, int longest = JsonRow.LongestBytes)
    {
        using var text = new TextStream(path);
        var lines = new LineReader(text.Content, longest);
        for (var number = 1L; DataStream.Guarded(path, text.Damage, lines.Next); number++)
            if (Row(lines, new(path, "line", number), longest) is { } row) yield return row;
    }

    private static RowReading? Row(LineReader lines, RowPlace place, int longest)
    {
        if (lines.IsTooLong) return JsonRow.TooLong(place, longest);
        var line = lines.Line;
        if (place.Row == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        return line.Trim(" \t\r"u8).IsEmpty ? null : JsonRow.Of(line, place);
    }
}
