using System.Text;

namespace DiffuCoder.Constraints;

/// <summary>
/// Reads regular expressions of the dialect that <see cref="Constraint.Regex"/> states. What no automaton can do, or what would mean something else
/// here than elsewhere, is refused by name.
/// </summary>
internal sealed class RegexParser
{
    /// <summary>Groups in one another: each is a few calls deep, here and where its automaton is built.</summary>
    private const int MostOpen = 200;

    private readonly string pattern;
    private readonly int[] points;
    private int at;
    private int open;

    private RegexParser(string pattern)
    {
        this.pattern = pattern;
        points = [.. pattern.EnumerateRunes().Select(rune => rune.Value)];
    }

    /// <summary>Texts that the expression matches from beginning to end.</summary>
    /// <exception cref="ConstraintException">It is none, or uses what is refused.</exception>
    public static Language Whole(string pattern) => Parse(pattern, isSearched: false);

    /// <summary>Texts in which the expression matches somewhere, as "pattern" of a JSON schema means it: its anchors have a say.</summary>
    /// <exception cref="ConstraintException">It is none, or uses what is refused.</exception>
    public static Language Searched(string pattern) => Parse(pattern, isSearched: true);

    private static Language Parse(string pattern, bool isSearched)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var parser = new RegexParser(pattern);
        var language = parser.Alternatives(isTop: true, isSearched);
        return parser.at == parser.points.Length ? language : throw parser.Problem("a ')' closes no group");
    }

    private Language Alternatives(bool isTop, bool isSearched = false)
    {
        var options = new List<Language>();
        do
        {
            var opens = isTop && Take('^');
            var body = Sequence(isTop, out var closes);
            var (before, behind) = (opens ? Language.Empty : Language.Anything, closes ? Language.Empty : Language.Anything);
            options.Add(isSearched ? Language.Of(before, body, behind) : body);
        }
        while (Take('|'));
        return options is [var only] ? only : new Language.Choice(options);
    }

    private Language Sequence(bool isTop, out bool closes)
    {
        var parts = new List<Language>();
        closes = false;
        while (at < points.Length && points[at] is not ('|' or ')'))
        {
            if (isTop && points[at] == '$' && (at + 1 == points.Length || points[at + 1] == '|'))
            {
                at++;
                closes = true;
                break;
            }
            parts.Add(Quantified(Atom()));
        }
        return parts is [var only] ? only : new Language.Sequence(parts);
    }

    private Language Quantified(Language atom)
    {
        if (Quantifier() is not { } counts) return atom;
        if (Take('+')) throw Problem("a possessive quantifier is not supported: it gives back nothing, which no automaton can tell");
        Take('?'); // lazy: the same texts
        return Quantifier() is null
            ? new Language.Repeat(atom, counts.Least, counts.Most)
            : throw Problem("a quantifier stands behind another one; put what is repeated into a group");
    }

    private (int Least, int? Most)? Quantifier()
    {
        if (Take('*')) return (0, null);
        if (Take('+')) return (1, null);
        if (Take('?')) return (0, 1);
        var begin = at;
        if (!Take('{')) return null;
        var least = Number();
        int? most = Take(',') ? Number() : least;
        if (least is not { } few || !Take('}'))
        {
            at = begin; // a brace that begins no count is a character, as in .NET
            return null;
        }
        return most is null || most >= few ? (few, most) : throw Problem($"a count from {few} to {most} runs backwards");
    }

    private int? Number()
    {
        var begin = at;
        while (at < points.Length && points[at] is >= '0' and <= '9') at++;
        if (at == begin) return null;
        return int.TryParse(string.Concat(points[begin..at].Select(point => (char)point)), out var number) && number <= ByteAutomaton.MostStates
            ? number
            : throw Problem($"a count is above {ByteAutomaton.MostStates}");
    }

    private Language Atom()
    {
        var point = points[at++];
        return point switch
        {
            '(' => Group(),
            '[' => new Language.Characters(RegexClass.Read(this)),
            '.' => new Language.Characters(CodePoints.Of(('\n', '\n')).Complement()),
            '\\' => new Language.Characters(RegexEscape.Read(this, isInClass: false)),
            '*' or '+' or '?' => throw Problem($"'{(char)point}' has nothing to repeat"),
            '^' or '$' => throw Problem(
                $"the anchor '{(char)point}' stands within the expression; it may stand at the ends of it and of its alternatives alone"),
            '{' when Counts() => throw Problem("a count has nothing to repeat"),
            _ => Language.One(point),
        };
    }

    private bool Counts()
    {
        at--;
        var begin = at;
        var counts = Quantifier() is not null;
        at = begin + 1;
        return counts;
    }

    private Language Group()
    {
        if (++open > MostOpen) throw Problem($"more than {MostOpen} groups stand in one another");
        if (Take('?')) Prefix();
        var language = Alternatives(isTop: false);
        open--;
        return Take(')') ? language : throw Problem("a group is not closed");
    }

    // what may stand behind "(?": a group without a number, or one with a name, which are the same here
    private void Prefix()
    {
        foreach (var (mark, name) in ((string, string)[])[
            ("=", "look-ahead"), ("!", "look-ahead"), ("<=", "look-behind"), ("<!", "look-behind"), (">", "an atomic group"), ("#", "a comment"),
            ("(", "a condition"), ("|", "a branch reset"), ("&", "recursion"), ("R", "recursion"), ("P>", "recursion"), ("P=", "a back-reference")])
            if (At(mark)) throw Problem($"{name} ('(?{mark}') is not supported");
        if (Take(':')) return;
        Take('P');
        if (!Take('<') && !Take('\'')) throw Problem("inline options such as '(?i)' are not supported; write out what they mean");
        while (at < points.Length && points[at] is not ('>' or '\'' or '-')) at++;
        if (!Take('>') && !Take('\'')) throw Problem("the name of a group does not end, or is one of a balancing group, which is not supported");
    }

    private bool At(string mark) => points.AsSpan(at).StartsWith(mark.Select(c => (int)c).ToArray());

    /// <summary>The next character, which is taken.</summary>
    public int Next(string inside) => at < points.Length ? points[at++] : throw Problem($"it ends within {inside}");

    /// <summary>The next character, which stays; -1 at the end.</summary>
    public int Peek(int ahead = 0) => at + ahead < points.Length ? points[at + ahead] : -1;

    /// <summary>Takes the next character if it is this one.</summary>
    public bool Take(char expected)
    {
        if (at >= points.Length || points[at] != expected) return false;
        at++;
        return true;
    }

    /// <summary>What is wrong, and where.</summary>
    public ConstraintException Problem(string what)
    {
        var read = new StringBuilder();
        foreach (var point in points.Take(at)) read.Append(new Rune(point).ToString());
        return new($"The regular expression {pattern} cannot be used: {what} (after '{read}').");
    }
}
