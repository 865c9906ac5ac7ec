using System.Text.RegularExpressions;

namespace DiffuCoder.Evaluation;

/// <summary>What the label of a fence says about the text below it.</summary>
internal enum BlockLanguage
{
    Python,
    Unlabelled,
    Other,

    /// <summary>No fence stands around it: prose, or code that was not fenced.</summary>
    Loose,
}

/// <summary>A piece of an answer, with the names that stand in it as a look at its lines finds them: no parser is at hand here.</summary>
internal sealed partial class CodeBlock
{
    private const RegexOptions Lines = RegexOptions.Multiline;

    public CodeBlock(string text, BlockLanguage language, bool closed)
    {
        Language = language;
        Closed = closed;
        Text = InteractiveSession.IsOne(text) ? InteractiveSession.Program(text) : text;
        var code = Remark().Replace(Documentation().Replace(Text, "\n"), "");
        Names = [.. Word().Matches(code).Select(match => match.Value)];
        Definitions = [.. Definition().Matches(code).Select(match => match.Groups[1].Value)];
        Assigned = [.. Assignment().Matches(code).SelectMany(match => Word().Matches(match.Groups[1].Value)).Select(match => match.Value)];
        var imported = Import().Matches(code).SelectMany(match => match.Groups[1].Value.Split(','));
        Imported = [.. imported.Select(name => Word().Matches(name).LastOrDefault()?.Value ?? "*")];
        Local = [.. LocalNames().Matches(code).SelectMany(match => Word().Matches(match.Value)).Select(match => match.Value)];
        SetsUp = Setter().IsMatch(code);
        Acts = Action().IsMatch(code);
        this.code = code;
    }

    private readonly string code;

    public string Text { get; }

    public BlockLanguage Language { get; }

    /// <summary>Whether a fence ends it: a text that was cut off has none.</summary>
    public bool Closed { get; }

    /// <summary>Every name in it.</summary>
    public HashSet<string> Names { get; }

    /// <summary>Functions and classes that it defines at its left edge.</summary>
    public HashSet<string> Definitions { get; }

    /// <summary>Names that it assigns to at its left edge.</summary>
    public HashSet<string> Assigned { get; }

    public HashSet<string> Imported { get; }

    /// <summary>Names that functions have of their own.</summary>
    public HashSet<string> Local { get; }

    /// <summary>Whether it sets what every function sees: the limit of recursion, a seed.</summary>
    public bool SetsUp { get; }

    /// <summary>Whether it does something at its left edge besides binding names.</summary>
    public bool Acts { get; }

    public bool Runnable => Language is BlockLanguage.Python or BlockLanguage.Unlabelled;

    public bool Binds(string name) => Definitions.Contains(name) || Assigned.Contains(name) || Imported.Contains(name);

    /// <summary>Whether a function or class has more than a head and a placeholder here.</summary>
    public bool HasBody(string name)
    {
        if (!Definitions.Contains(name)) return Binds(name);
        var head = $@"^(?:async[ \t]+)?(?:def|class)[ \t]+{Regex.Escape(name)}\b";
        var body = Regex.Match(code, head + @"(.*\n?(?:(?:[ \t].*|\)[^\n]*:[^\n]*)?(?:\n|\z))*)", Lines).Groups[1].Value;
        var last = body.TrimEnd().Split('\n')[^1].Trim();
        return last.Length > 0 && last is not ("..." or "pass") && !last.EndsWith(':');
    }

    [GeneratedRegex(@"(?<![\w.])[^\W\d]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"#[^\n]*")]
    private static partial Regex Remark();

    /// <summary>Texts of several lines; a name in them is a word.</summary>
    [GeneratedRegex("(?<![fF\\w])[rRuUbB]?(\"\"\"|''')[\\s\\S]*?\\1")]
    private static partial Regex Documentation();

    [GeneratedRegex(@"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", Lines)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^([^\W\d]\w*(?:[ \t]*[,=][ \t]*[^\W\d]\w*)*)[ \t]*(?::[^=\n]+)?=(?!=)", Lines)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^[ \t]*(?:from[ \t]+\S+[ \t]+)?import[ \t]+\(?([^\n()]+)", Lines)]
    private static partial Regex Import();

    [GeneratedRegex(
        @"^[ \t]+[^\W\d]\w*(?:[ \t]*,[ \t]*\w+)*[ \t]*(?::[^=\n]+)?=(?!=)|\bfor[ \t]+[\w, \t()]+?[ \t]in\b" +
        @"|\bdef[ \t]+\w+\([^)]*\)|\blambda[^:\n]*:", Lines)]
    private static partial Regex LocalNames();

    [GeneratedRegex(@"setrecursionlimit|set_int_max_str_digits|stack_size|getcontext|setcontext|\.seed\(")]
    private static partial Regex Setter();

    [GeneratedRegex(@"^(?!(?:async[ \t]+)?def\b|class\b|import\b|from\b|@|print\b|assert\b|[)\]}])\S", Lines)]
    private static partial Regex Action();
}
