using System.Collections.Concurrent;
using System.Globalization;

namespace DiffuCoder.Constraints;

/// <summary>A set of Unicode scalar values: ranges in rising order that neither meet nor overlap. Surrogates are never in it.</summary>
internal sealed class CodePoints
{
    private const int Last = 0x10FFFF, FirstSurrogate = 0xD800, LastSurrogate = 0xDFFF;
    private static readonly ConcurrentDictionary<string, CodePoints> categories = new();

    private CodePoints(IReadOnlyList<(int First, int Last)> ranges) => Ranges = ranges;

    /// <summary>Its ranges, ends included.</summary>
    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    /// <summary>Every scalar value.</summary>
    public static CodePoints All { get; } = Of((0, Last));

    /// <summary>A set of ranges in any order, ends included.</summary>
    public static CodePoints Of(params IEnumerable<(int First, int Last)> ranges)
    {
        var joined = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges.SelectMany(WithoutSurrogates).Order())
        {
            if (joined.Count > 0 && first <= joined[^1].Last + 1) joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, last));
            else joined.Add((first, last));
        }
        return new(joined);
    }

    /// <summary>The characters of a text, each one allowed.</summary>
    public static CodePoints AnyOf(string characters) => Of(characters.EnumerateRunes().Select(rune => (rune.Value, rune.Value)));

    /// <summary>A general category ("Lu") or a group of them ("L"); null when there is none of that name.</summary>
    public static CodePoints? Category(string name)
    {
        var known = Enum.GetValues<UnicodeCategory>().Where(category => Short(category).StartsWith(name, StringComparison.Ordinal)).ToHashSet();
        return name.Length is not (1 or 2) || known.Count == 0
            ? null
            : categories.GetOrAdd(name, _ => Of(Enumerable.Range(0, Last + 1)
                .Where(point => known.Contains(CharUnicodeInfo.GetUnicodeCategory(point))).Select(point => (point, point))));
    }

    /// <summary>What is in either.</summary>
    public CodePoints Or(CodePoints other) => Of(Ranges.Concat(other.Ranges));

    /// <summary>All others.</summary>
    public CodePoints Complement()
    {
        var (ranges, next) = (new List<(int, int)>(), 0);
        foreach (var (first, last) in Ranges)
        {
            if (first > next) ranges.Add((next, first - 1));
            next = last + 1;
        }
        if (next <= Last) ranges.Add((next, Last));
        return Of(ranges);
    }

    /// <summary>What is in both.</summary>
    public CodePoints And(CodePoints other) => Complement().Or(other.Complement()).Complement();

    private static IEnumerable<(int First, int Last)> WithoutSurrogates((int First, int Last) range)
    {
        if (range.First < FirstSurrogate) yield return (range.First, Math.Min(range.Last, FirstSurrogate - 1));
        if (range.Last > LastSurrogate) yield return (Math.Max(range.First, LastSurrogate + 1), range.Last);
    }

    // the two letters by which the Unicode standard names a category
    private static string Short(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        UnicodeCategory.OtherNotAssigned => "Cn",
        _ => "Cs",
    };
}
