using System.Text.Json;

namespace DiffuCoder.Datasets;

/// <summary>Rows of a JSON file, plain or gzipped: a list of objects, or objects one after another. Held in memory is one row.</summary>
internal static class JsonFileRows
{
    /// <summary>The rows, numbered from 1. Bad ones are readings with a problem.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">Longest row, in bytes.</param>
    /// <exception cref="DataException">The file is missing, cut off or damaged, or is one object that holds its rows in a member.</exception>
    public static IEnumerable<RowReading> Read(string path, int longest = JsonRow.LongestBytes)
    {
        using var text = new TextStream(path);
        var values = new JsonValues(text.Content, longest);
        var (number, more) = (1L, DataStream.Guarded(path, text.Damage, values.Next));
        while (more)
        {
            var place = new RowPlace(path, "row", number);
            var row = values.IsTooLong ? JsonRow.TooLong(place, longest) : JsonRow.Of(values.Value, place);
            more = DataStream.Guarded(path, text.Damage, values.Next);
            if (number++ == 1 && !more && !values.IsList && row.Read is { } only) RequireRow(only);
            yield return row;
        }
    }

    /// <summary>Whether a file is a list.</summary>
    /// <exception cref="DataException">It is missing or damaged.</exception>
    public static bool IsList(string path)
    {
        using var text = new TextStream(path);
        var values = new JsonValues(text.Content, longest: 1);
        return DataStream.Guarded(path, text.Damage, values.StartsList);
    }

    private static void RequireRow(DataRow only)
    {
        if (only.Columns.GetPropertyCount() != 1) return;
        var member = only.Columns.EnumerateObject().First();
        if (member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() > 0
            && member.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object))
            throw new DataException(only.File,
                $"the file is one object, and what looks like its rows is the list in its member \"{member.Name}\". Write that list alone, say by: "
                + $"jq '.[\"{member.Name}\"]' FILE > rows.json. If the object itself is the row, write it on one line of a .jsonl file.");
    }
}
