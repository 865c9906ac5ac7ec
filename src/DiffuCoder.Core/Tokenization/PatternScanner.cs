using System.Globalization;
using System.Text;

namespace DiffuCoder.Tokenization;

/// <summary>
/// Cuts text into the pieces that a <see cref="SplitPattern"/> matches, by code points: .NET's regular expressions see UTF-16 units, to which
/// letters and digits outside the basic plane are neither letters nor digits. An unpaired surrogate counts as U+FFFD.
/// </summary>
internal static class PatternScanner
{
    enum Kind { Letter, Number, NewLine, Space, Other }

    public static List<(int Offset, int Length)> Split(ReadOnlySpan<char> text, SplitPattern pattern)
    {
        var pieces = new List<(int, int)>(text.Length / 4 + 1);
        for (var start = 0; start < text.Length;)
        {
            var end = pattern == SplitPattern.Gpt2 ? EndInGpt2(text, start) : EndInQwen2(text, start, pattern == SplitPattern.Cl100k ? 3 : 1);
            pieces.Add((start, end - start));
            start = end;
        }
        return pieces;
    }

    /// <summary>The alternatives of Qwen2's pattern in their order.</summary>
    static int EndInQwen2(ReadOnlySpan<char> text, int start, int digits)
    {
        var contraction = Contraction(text[start..], ignoreCase: true);
        if (contraction > 0) return start + contraction;
        var first = KindAt(text, start, out var length);
        var second = start + length;
        if (first == Kind.Letter) return RunEnd(text, second, Kind.Letter);
        if (first == Kind.Number) return RunEnd(text, second, Kind.Number, digits - 1);
        if (first != Kind.NewLine && IsAt(text, second, Kind.Letter)) return RunEnd(text, second, Kind.Letter);
        var symbols = text[start] == ' ' ? second : start;
        if (!IsAt(text, symbols, Kind.Other)) return EndOfWhiteSpace(text, start, newLinesApart: true);
        var end = RunEnd(text, symbols, Kind.Other);
        return RunEnd(text, end, Kind.NewLine);
    }

    /// <summary>The alternatives of GPT-2's pattern in their order.</summary>
    static int EndInGpt2(ReadOnlySpan<char> text, int start)
    {
        var contraction = Contraction(text[start..], ignoreCase: false);
        if (contraction > 0) return start + contraction;
        var from = text[start] == ' ' ? start + 1 : start;
        if (from == text.Length) return from;
        var kind = KindAt(text, from, out _);
        return kind is Kind.Space or Kind.NewLine ? EndOfWhiteSpace(text, start, newLinesApart: false) : RunEnd(text, from, kind);
    }

    /// <summary>The length of an English contraction at the start of a text, or 0.</summary>
    static int Contraction(ReadOnlySpan<char> text, bool ignoreCase)
    {
        if (text.Length < 2 || text[0] != '\'') return 0;
        return (Letter(text[1]), text.Length > 2 ? Letter(text[2]) : '\0') switch
        {
            ('s' or 't' or 'm' or 'd', _) => 2,
            ('r' or 'v', 'e') or ('l', 'l') => 3,
            _ => 0,
        };

        // U+017F, the long s, is the one further character that folds to a letter of these
        char Letter(char c) => !ignoreCase ? c : c == '\u017f' ? 's' : char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
    }

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>, the first alternative only if <paramref name="newLinesApart"/>.</summary>
    static int EndOfWhiteSpace(ReadOnlySpan<char> text, int start, bool newLinesApart)
    {
        var end = start;
        while (end < text.Length && KindAt(text, end, out _) is Kind.Space or Kind.NewLine) end++;
        if (newLinesApart && text[start..end].LastIndexOfAny('\r', '\n') is var last and >= 0) return start + last + 1;
        // before a word the last white space is left to it; all white space is in the basic plane, one unit each
        return end == text.Length || end - start == 1 ? end : end - 1;
    }

    static int RunEnd(ReadOnlySpan<char> text, int from, Kind kind, int atMost = int.MaxValue)
    {
        for (; atMost > 0 && from < text.Length && KindAt(text, from, out var length) == kind; atMost--) from += length;
        return from;
    }

    static bool IsAt(ReadOnlySpan<char> text, int index, Kind kind) => index < text.Length && KindAt(text, index, out _) == kind;

    static Kind KindAt(ReadOnlySpan<char> text, int index, out int length)
    {
        var c = text[index];
        length = 1;
        if (char.IsAsciiLetter(c)) return Kind.Letter;
        if (c is '\r' or '\n') return Kind.NewLine;
        Rune.DecodeFromUtf16(text[index..], out var rune, out length);
        if (Rune.IsWhiteSpace(rune)) return Kind.Space;
        if (Rune.IsLetter(rune)) return Kind.Letter;
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
            ? Kind.Number
            : Kind.Other;
    }
}
