using System.Globalization;
using System.Text;

namespace DiffuCoder.Constraints;

/// <summary>What stands behind a backslash, as the set of characters that it means. The short classes are those of ASCII.</summary>
internal static class RegexEscape
{
    private static readonly CodePoints digits = CodePoints.Of(('0', '9'));
    private static readonly CodePoints words = CodePoints.Of(('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_'));
    private static readonly CodePoints blanks = CodePoints.AnyOf(" \t\n\r\f\v");

    /// <summary>Reads an escape; the backslash is taken already.</summary>
    /// <exception cref="ConstraintException">There is none of that name, or it is refused.</exception>
    public static CodePoints Read(RegexParser parser, bool isInClass)
    {
        var point = parser.Next("an escape");
        return point switch
        {
            'd' => digits,
            'D' => digits.Complement(),
            'w' => words,
            'W' => words.Complement(),
            's' => blanks,
            'S' => blanks.Complement(),
            't' => CodePoints.AnyOf("\t"),
            'n' => CodePoints.AnyOf("\n"),
            'r' => CodePoints.AnyOf("\r"),
            'f' => CodePoints.AnyOf("\f"),
            'v' => CodePoints.AnyOf("\v"),
            'b' when isInClass => CodePoints.AnyOf("\b"),
            '0' when parser.Peek() is < '0' or > '9' => CodePoints.AnyOf("\0"),
            'x' => Single(parser, Hexadecimal(parser, 2)),
            'u' => Single(parser, Unicode(parser)),
            'p' => Category(parser),
            'P' => Category(parser).Complement(),
            >= '0' and <= '9' or 'k' or 'g' => throw parser.Problem($"a back-reference ('\\{(char)point}') is not supported"),
            'b' or 'B' => throw parser.Problem($"the word boundary '\\{(char)point}' is not supported: it looks around"),
            'A' or 'Z' or 'z' or 'G' => throw parser.Problem($"the anchor '\\{(char)point}' is not supported; the whole text is matched anyway"),
            (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => throw parser.Problem($"'\\{(char)point}' is no escape of this dialect"),
            _ => CodePoints.Of((point, point)),
        };
    }

    private static CodePoints Single(RegexParser parser, int point) => Rune.IsValid(point)
        ? CodePoints.Of((point, point))
        : throw parser.Problem($"U+{point:X4} is no character");

    private static int Unicode(RegexParser parser)
    {
        if (parser.Take('{'))
        {
            var digits = Until(parser, '}');
            return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var braced)
                ? braced
                : throw parser.Problem($"'{digits}' is no hexadecimal number");
        }
        var point = Hexadecimal(parser, 4);
        if (point is < 0xD800 or > 0xDBFF || parser.Peek() != '\\' || parser.Peek(1) != 'u') return point;
        parser.Take('\\');
        parser.Take('u');
        var low = Hexadecimal(parser, 4);
        return low is >= 0xDC00 and <= 0xDFFF ? char.ConvertToUtf32((char)point, (char)low) : point;
    }

    private static int Hexadecimal(RegexParser parser, int count)
    {
        var digits = string.Concat(Enumerable.Range(0, count).Select(_ => new Rune(parser.Next("an escape")).ToString()));
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point)
            ? point
            : throw parser.Problem($"'{digits}' is no hexadecimal number of {count} digits");
    }

    private static CodePoints Category(RegexParser parser)
    {
        var name = parser.Take('{') ? Until(parser, '}') : throw parser.Problem("a category stands in braces, as in '\\p{L}'");
        return CodePoints.Category(name) ?? throw parser.Problem($"'{name}' is no general category of Unicode; scripts and blocks are not supported");
    }

    private static string Until(RegexParser parser, char end)
    {
        var text = new StringBuilder();
        while (!parser.Take(end)) text.Append(new Rune(parser.Next("an escape")).ToString());
        return text.ToString();
    }
}
