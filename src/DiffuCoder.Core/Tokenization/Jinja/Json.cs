using System.Globalization;
using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>The filter <c>tojson</c> as <c>transformers</c> sets it up: Python's <c>json.dumps</c> without ASCII or HTML escapes.</summary>
internal static class Json
{
    /// <param name="value">Any value.</param>
    /// <param name="indent">What one level is indented by; null: all on one line.</param>
    /// <param name="isAscii">Whether other characters are escaped.</param>
    public static MarkedText Write(object? value, string? indent, bool isAscii)
    {
        var parts = new List<MarkedText>();
        Write(value, indent, isAscii, "\n", parts);
        return MarkedText.Join(parts);
    }

    static void Write(object? value, string? indent, bool isAscii, string line, List<MarkedText> parts)
    {
        switch (value)
        {
            case null: parts.Add(MarkedText.Of("null")); break;
            case bool flag: parts.Add(MarkedText.Of(flag ? "true" : "false")); break;
            case BigInteger: parts.Add(Printing.ToText(value)); break;
            case double number: parts.Add(MarkedText.Of(Number(number))); break;
            case MarkedText text: parts.Add(Quoted(text, isAscii)); break;
            case JinjaList { Kind: ListKind.List or ListKind.Tuple } list:
                Enclosed('[', ']', list.Items, item => Write(item, indent, isAscii, line + indent, parts));
                break;
            case JinjaDict dict:
                Enclosed('{', '}', dict.Items, item =>
                {
                    parts.Add(Quoted(Key(item.Key), isAscii));
                    parts.Add(MarkedText.Of(": "));
                    Write(item.Value, indent, isAscii, line + indent, parts);
                });
                break;
            default: throw Values.Unusable(value) ?? new JinjaException($"{Values.TypeOf(value)} cannot be written as JSON");
        }

        void Enclosed<T>(char open, char close, IReadOnlyList<T> items, Action<T> write)
        {
            parts.Add(MarkedText.Of(open.ToString()));
            for (var i = 0; i < items.Count; i++)
            {
                if (i > 0) parts.Add(MarkedText.Of(indent is null ? ", " : ","));
                if (indent is not null) parts.Add(MarkedText.Of(line + indent));
                write(items[i]);
            }
            if (indent is not null && items.Count > 0) parts.Add(MarkedText.Of(line));
            parts.Add(MarkedText.Of(close.ToString()));
        }
    }

    static MarkedText Key(object? key) => key switch
    {
        MarkedText text => text,
        null => MarkedText.Of("null"),
        bool flag => MarkedText.Of(flag ? "true" : "false"),
        BigInteger => Printing.ToText(key),
        double number => MarkedText.Of(Number(number)),
        _ => throw new JinjaException($"{Values.TypeOf(key)} is no key of JSON"),
    };

    static string Number(double number) => double.IsNaN(number) ? "NaN"
        : double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity")
        : Printing.Float(number);

    static MarkedText Quoted(MarkedText text, bool isAscii)
    {
        var edge = MarkedText.Of("\"");
        var parts = Enumerable.Range(0, text.Length).Select(i =>
            Escaped(text[i], isAscii) is { } escape ? MarkedText.Of(escape, text.AuthorOf(i)) : text.Slice(i, 1));
        return MarkedText.Join([edge, .. parts, edge]);
    }

    static string? Escaped(int point, bool isAscii) => point switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\f' => "\\f",
        '\b' => "\\b",
        < 0x20 => Unit(point),
        < 0x7f => null,
        _ when !isAscii => null,
        < 0x10000 => Unit(point),
        _ => string.Concat(char.ConvertFromUtf32(point).Select(unit => Unit(unit))),
    };

    static string Unit(int unit) => "\\u" + unit.ToString("x4", CultureInfo.InvariantCulture);
}
