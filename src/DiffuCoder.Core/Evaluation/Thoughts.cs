using System.Text.RegularExpressions;

namespace DiffuCoder.Evaluation;

/// <summary>What a model says to itself before it answers.</summary>
internal static partial class Thoughts
{
    /// <summary>The answer without the thoughts in front of it. Thoughts that never end are left: the code in them is all there is.</summary>
    /// <param name="text">The answer, its lines ended by line feeds alone.</param>
    public static string Without(string text)
    {
        var whole = Whole().Match(text);
        if (whole.Success && !Code().IsMatch(whole.Groups[1].Value)) return whole.Groups[1].Value + text[(whole.Index + whole.Length)..];
        // where the prompt has opened them, only their end is seen
        return !Opening().IsMatch(text) && End().Match(text) is { Success: true } end ? text[(end.Index + end.Length)..] : text;
    }

    [GeneratedRegex(@"\A([\s\S]*?)<(think|thinking|thought|reasoning)>[\s\S]*?</\2>[ \t]*\n?")]
    private static partial Regex Whole();

    [GeneratedRegex(@"<(?:think|thinking|thought|reasoning)>")]
    private static partial Regex Opening();

    [GeneratedRegex(@"^[^""'\n]*</(?:think|thinking|thought|reasoning)>[ \t]*(?:\n|$)", RegexOptions.Multiline)]
    private static partial Regex End();

    /// <summary>A tag below code stands in a text of the program.</summary>
    [GeneratedRegex(@"^\s*(?:def|class|import|from|@|```|~~~|\w+\s*=)", RegexOptions.Multiline)]
    private static partial Regex Code();
}
