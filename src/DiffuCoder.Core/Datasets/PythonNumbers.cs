using System.Text;

namespace DiffuCoder.Datasets;

/// <summary>
/// Python's json writes numbers that JSON does not know as bare words. Infinities become numbers too large for a double, which both understand.
/// </summary>
internal static class PythonNumbers
{
    private static readonly (string Word, string Json)[] Infinities = [("Infinity", "1e999")];
    private static readonly (string Word, string Json)[] All = [.. Infinities, ("NaN", "null")];

    /// <summary>Infinities only; a NaN stays and is no JSON.</summary>
    public static string ToJson(string line) => Replaced(line, Infinities);

    /// <summary>Infinities, and NaN as null: pandas writes NaN where a value is missing.</summary>
    public static string ToJsonWithNulls(string line) => Replaced(line, All);

    private static string Replaced(string line, (string Word, string Json)[] words)
    {
        if (!words.Any(word => line.Contains(word.Word, StringComparison.Ordinal))) return line;
        var result = new StringBuilder(line.Length);
        var inText = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (inText && line[i] == '\\' && i + 1 < line.Length)
            {
                result.Append(line, i++, 2);
                continue;
            }
            if (line[i] == '"') inText = !inText;
            if (!inText && Array.Find(words, word => string.CompareOrdinal(line, i, word.Word, 0, word.Word.Length) == 0) is { Word: not null } found)
            {
                result.Append(found.Json);
                i += found.Word.Length - 1;
            }
            else
            {
                result.Append(line[i]);
            }
        }
        return result.ToString();
    }
}
