using System.Globalization;
using System.Text.RegularExpressions;

namespace DiffuCoder.Models;

/// <summary>Regular expressions of layers' names, as PEFT takes them: Python's. Only what Python and .NET read alike is read.</summary>
internal static partial class LayerPattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The pattern itself.</summary>
    /// <exception cref="ModelException">It is no regular expression that is read.</exception>
    public static string Checked(string pattern)
    {
        var common = Common().Match(pattern).Length;
        if (common < pattern.Length)
            throw new ModelException(
                $"The pattern {pattern} has \"{pattern[common..]}\", which .NET may read otherwise than Python. "
                + "Write it with names, dots, groups without names, classes of characters, and counts such as {0,2}.");
        try
        {
            _ = Fits(pattern, "");
            return pattern;
        }
        catch (ArgumentException e)
        {
            throw new ModelException($"The pattern {pattern} is no regular expression: {e.Message}", e);
        }
    }

    /// <summary>Whether a whole name fits (Python's <c>fullmatch</c>).</summary>
    public static bool Fits(string pattern, string name) => Match($@"\A(?:{pattern})\z", name).Success;

    /// <summary>The number of a block that stands behind a word of a name; null where there is none.</summary>
    public static int? NumberBehind(string word, string name) => Match($@"\A.*\.{word}\.(\d+)\.", name) is { Success: true } match
        ? int.Parse(match.Groups[^1].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    /// <summary>The value of the first pattern that fits the end of a name, at a dot (PEFT's <c>get_pattern_key</c>).</summary>
    public static T? First<T>(IReadOnlyList<KeyValuePair<string, T>> patterns, string name) where T : struct
    {
        foreach (var (pattern, value) in patterns)
            if (Fits($@"(?:.*\.)?(?:{pattern})", name))
                return value;
        return null;
    }

    private static Match Match(string pattern, string name)
    {
        try
        {
            return Regex.Match(name, pattern, RegexOptions.CultureInvariant, Patience);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ModelException($"The pattern {pattern} takes too long on \"{name}\". Write it without nested repetitions.", e);
        }
    }

    // characters; escapes of signs and of kinds of characters; classes; groups without names; counts with a beginning
    [GeneratedRegex(@"\A(?:[^\\\[\](){}?*+]|\\[dDwWsSbB]|\\[^A-Za-z0-9]|\[\^?(?:(?!--)[^\\\[\]]|\\[dDwWsS]|\\[^A-Za-z0-9])+\]"
        + @"|\((?:\?(?::|<?[=!])|(?!\?))|\)|(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??)*", RegexOptions.CultureInvariant)]
    private static partial Regex Common();
}
