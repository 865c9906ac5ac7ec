using System.Text;

namespace DiffuCoder.Evaluation;

/// <summary>Text as Python source.</summary>
internal static class PythonText
{
    /// <summary>A literal of a text, on one line.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\\' => literal.Append(@"\\"),
                '"' => literal.Append("\\\""),
                '\n' => literal.Append(@"\n"),
                '\r' => literal.Append(@"\r"),
                '\0' => literal.Append(@"\x00"),
                _ => literal.Append(letter),
            };
        }
        return literal.Append('"').ToString();
    }
}
