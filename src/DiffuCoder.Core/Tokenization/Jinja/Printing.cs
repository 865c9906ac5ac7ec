using System.Globalization;
using System.Numerics;
using System.Text;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>How values become text, as Python's <c>str</c> and <c>repr</c> write them.</summary>
internal static class Printing
{
    public static MarkedText ToText(object? value) => value switch
    {
        MarkedText text => text,
        Undefined => MarkedText.Empty,
        null => MarkedText.Of("None"),
        bool flag => MarkedText.Of(flag ? "True" : "False"),
        BigInteger number => MarkedText.Of(number.ToString(CultureInfo.InvariantCulture)),
        double number => MarkedText.Of(Float(number)),
        JinjaList { Kind: ListKind.List } list => Enclosed("[", list.Items.Select(Shown), "]"),
        JinjaList { Kind: ListKind.Tuple } tuple => Enclosed("(", tuple.Items.Select(Shown), tuple.Items.Count == 1 ? ",)" : ")"),
        JinjaDict dict => Enclosed("{", dict.Items.Select(item => Shown(item.Key) + MarkedText.Of(": ") + Shown(item.Value)), "}"),
        _ => throw new JinjaException($"{Values.TypeOf(value)} cannot be printed"),
    };

    /// <summary>A float in the fewest digits that give it back.</summary>
    public static string Float(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var parts = number.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var digits = shortest.Split('E')[0].Replace("-", "").Replace(".", "").TrimStart('0').TrimEnd('0');
        if (digits.Length == 0) return double.IsNegative(number) ? "-0.0" : "0.0";
        if (shortest.Split('E') is [_, var stated]) exponent = int.Parse(stated, CultureInfo.InvariantCulture);
        else exponent = PlaceOfFirstDigit(shortest);
        return (number < 0 ? "-" : "") + LaidOut(digits, exponent);
    }

    static int PlaceOfFirstDigit(string plain)
    {
        var text = plain.TrimStart('-');
        var point = text.IndexOf('.') is var found and >= 0 ? found : text.Length;
        var first = text.AsSpan().IndexOfAnyInRange('1', '9');
        return first < point ? point - first - 1 : point - first;
    }

    static string LaidOut(string digits, int exponent)
    {
        if (exponent is < -4 or >= 16)
            return digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + (exponent < 0 ? "e-" : "e+")
                + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        if (exponent < 0) return "0." + new string('0', -exponent - 1) + digits;
        var whole = digits.PadRight(exponent + 1, '0');
        return whole[..(exponent + 1)] + "." + (whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0");
    }

    static MarkedText Enclosed(string open, IEnumerable<MarkedText> parts, string close)
    {
        var list = new List<MarkedText> { MarkedText.Of(open) };
        foreach (var part in parts)
        {
            if (list.Count > 1) list.Add(MarkedText.Of(", "));
            list.Add(part);
        }
        return MarkedText.Join([.. list, MarkedText.Of(close)]);
    }

    static MarkedText Shown(object? value) => value switch
    {
        Undefined => MarkedText.Of("Undefined"),
        MarkedText text => Quoted(text),
        _ => ToText(value),
    };

    static MarkedText Quoted(MarkedText text)
    {
        var plain = text.ToString();
        var quote = plain.Contains('\'') && !plain.Contains('"') ? '"' : '\'';
        var edge = MarkedText.Of(quote.ToString());
        var parts = Enumerable.Range(0, text.Length).Select(i =>
            Escaped(text[i], quote) is { } escape ? MarkedText.Of(escape, text.AuthorOf(i)) : text.Slice(i, 1));
        return MarkedText.Join([edge, .. parts, edge]);
    }

    static string? Escaped(int point, char quote) => point switch
    {
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when point == quote => $"\\{quote}",
        _ when IsPrintable(point) => null,
        < 0x100 => $"\\x{point:x2}",
        < 0x10000 => $"\\u{point:x4}",
        _ => $"\\U{point:x8}",
    };

    static bool IsPrintable(int point) => point == ' ' || (Rune.TryCreate(point, out var rune) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator));
}
