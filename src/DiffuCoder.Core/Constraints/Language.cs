namespace DiffuCoder.Constraints;

/// <summary>A regular language as an expression; <see cref="AutomatonBuilder"/> makes an automaton of it.</summary>
internal abstract record Language
{
    /// <summary>The empty text alone.</summary>
    public static Language Empty { get; } = new Sequence([]);

    /// <summary>No text at all.</summary>
    public static Language None { get; } = new Choice([]);

    /// <summary>Any text.</summary>
    public static Language Anything { get; } = new Repeat(new Characters(CodePoints.All), 0, null);

    /// <summary>One text.</summary>
    public static Language Text(string text) => new Sequence([.. text.EnumerateRunes().Select(rune => One(rune.Value))]);

    /// <summary>One character.</summary>
    public static Language One(int point) => new Characters(CodePoints.Of((point, point)));

    /// <summary>One after another.</summary>
    public static Language Of(params Language[] parts) => new Sequence(parts);

    /// <summary>One of them.</summary>
    public static Language Either(params Language[] options) => new Choice(options);

    /// <summary>It, or nothing.</summary>
    public Language Optional() => new Repeat(this, 0, 1);

    /// <summary>One character of a set.</summary>
    internal sealed record Characters(CodePoints Set) : Language;

    /// <summary>One after another.</summary>
    internal sealed record Sequence(IReadOnlyList<Language> Parts) : Language;

    /// <summary>One of several.</summary>
    internal sealed record Choice(IReadOnlyList<Language> Options) : Language;

    /// <summary>So many of them in a row; without an end where <paramref name="Most"/> is null.</summary>
    internal sealed record Repeat(Language Part, int Least, int? Most) : Language;

    /// <summary>What an automaton accepts.</summary>
    internal sealed record Accepted(ByteAutomaton Automaton) : Language;
}
