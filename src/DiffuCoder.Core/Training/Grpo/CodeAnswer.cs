using System.Text.RegularExpressions;

namespace DiffuCoder.Training.Grpo;

/// <summary>What the format reward asks of an answer: any text, then one fenced block of Python, then exactly one line feed.</summary>
internal static partial class CodeAnswer
{
    /// <summary>Whether it has the form: one block, and the answer ends with its closing fence and one line feed.</summary>
    public static bool HasForm(string answer) => Form().IsMatch(answer);

    /// <summary>The first fenced block of Python; empty where there is none.</summary>
    public static string Code(string answer) => Block().Match(answer).Groups["code"].Value;

    [GeneratedRegex(@"\A(?:(?!```).)*```python\n(?:(?!```).)*```\n\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"```python\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
