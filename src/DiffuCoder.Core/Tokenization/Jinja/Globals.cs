using System.Globalization;
using System.Numerics;
using System.Text;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>The functions that a template finds: those of Jinja that are known here, and the two of <c>transformers</c>.</summary>
internal static class Globals
{
    /// <summary>The sandbox of Jinja allows no longer range.</summary>
    const int LongestRange = 100_000;

    public static IEnumerable<(string Name, JinjaFunction Function)> All(Func<DateTime> now) =>
    [
        ("range", Range),
        ("namespace", call => new JinjaNamespace(
            Entries(call).Select(entry => KeyValuePair.Create(Printing.ToText(entry.Key).ToString(), entry.Value)))),
        ("dict", call => new JinjaDict(Entries(call))),
        ("raise_exception", call => throw new JinjaException($"the template refuses the chat: {Printing.ToText(call.Take("message!")[0])}")),
        ("strftime_now", call => MarkedText.Of(Formatted(now(), call.OwnText(call.Take("format!")[0])))),
    ];

    static IEnumerable<KeyValuePair<object?, object?>> Entries(Arguments call)
    {
        var first = call.Positional switch
        {
            [] => [],
            [JinjaDict dict] => dict.Items,
            _ => throw new JinjaException($"{call.Function} takes a mapping or values by name"),
        };
        return first.Concat(call.Named.Select(entry => KeyValuePair.Create<object?, object?>(MarkedText.Of(entry.Key), entry.Value)));
    }

    static JinjaList Range(Arguments call)
    {
        if (call.Named.Count > 0 || call.Positional.Count is 0 or > 3) throw new JinjaException("\"range\" takes one to three integers");
        var numbers = call.Positional.Select(value => Values.Index(value, "a bound of \"range\"")).ToList();
        var (start, stop) = numbers.Count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1]);
        var step = numbers.Count == 3 ? numbers[2] : 1;
        if (step == 0) throw new JinjaException("the step of \"range\" is 0");
        var count = Math.Max(0, ((long)stop - start + step - Math.Sign(step)) / step);
        if (count > LongestRange) throw new JinjaException($"a range of {count:N0} numbers is too long; {LongestRange:N0} are the most");
        return new([.. Enumerable.Range(0, (int)count).Select(i => (object?)(start + (new BigInteger(i) * step)))], ListKind.Range);
    }

    /// <summary>C's format of a date, in English.</summary>
    static string Formatted(DateTime time, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%') text.Append(format[i]);
            else text.Append(++i < format.Length ? Field(time, format[i]) : throw new JinjaException("a date's format ends with \"%\""));
        }
        return text.ToString();
    }

    static string Field(DateTime time, char field)
    {
        const string Fields = "dmyYbBaAHIMSFT";
        string[] formats = ["dd", "MM", "yy", "yyyy", "MMM", "MMMM", "ddd", "dddd", "HH", "hh", "mm", "ss", "yyyy-MM-dd", "HH:mm:ss"];
        if (Fields.IndexOf(field) is var known and >= 0) return time.ToString(formats[known], CultureInfo.InvariantCulture);
        return field switch
        {
            'p' => time.Hour < 12 ? "AM" : "PM",
            'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            '%' => "%",
            _ => throw new JinjaException($"the field \"%{field}\" of a date is not known"),
        };
    }
}
