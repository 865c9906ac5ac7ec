using System.Text;

namespace DiffuCoder.Evaluation;

/// <summary>Python's json writes infinities as bare words, which JSON does not know; as numbers too large for a double both understand them.</summary>
internal static class PythonNumbers
{
    private const string Word = "Infinity", Number = "1e999";

    public static string ToJson(string line)
    {
        if (!line.Contains(Word, StringComparison.Ordinal)) return line;
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
            if (!inText && string.CompareOrdinal(line, i, Word, 0, Word.Length) == 0)
            {
                result.Append(Number);
                i += Word.Length - 1;
            }
            else
            {
                result.Append(line[i]);
            }
        }
        return result.ToString();
    }
}
