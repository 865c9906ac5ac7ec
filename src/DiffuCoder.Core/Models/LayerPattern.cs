using System.Text.RegularExpressions;

namespace DiffuCoder.Models;

/// <summary>
/// Regular expressions of layers' names, as PEFT takes them: Python's. What Python and .NET write alike is read; a group named in Python's manner is refused.
/// </summary>
internal static class LayerPattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The pattern itself.</summary>
    /// <exception cref="ModelException">It is no regular expression that is read.</exception>
    public static string Checked(string pattern)
    {
        if (pattern.Contains("(?P", StringComparison.Ordinal))
            throw new ModelException($"The pattern {pattern} has a group named in Python's manner, (?P…), which is not read. Take the name off.");
        try
        {
            _ = Whole(pattern);
            return pattern;
        }
        catch (ArgumentException e)
        {
            throw new ModelException($"The pattern {pattern} is no regular expression: {e.Message}", e);
        }
    }

    /// <summary>Whether a whole name fits (Python's <c>fullmatch</c>).</summary>
    public static bool Fits(string pattern, string name)
    {
        try
        {
            return Whole(pattern).IsMatch(name);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ModelException($"The pattern {pattern} takes too long on \"{name}\". Write it without nested repetitions.", e);
        }
    }

    /// <summary>The value of the first pattern that fits the end of a name, at a dot (PEFT's <c>get_pattern_key</c>).</summary>
    public static T? First<T>(IReadOnlyList<KeyValuePair<string, T>> patterns, string name) where T : struct
    {
        foreach (var (pattern, value) in patterns)
            if (Fits($@"(?:.*\.)?(?:{pattern})", name))
                return value;
        return null;
    }

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, Patience);
}
