using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>The filters of Jinja that are known here. Those that escape for HTML are not: a chat is no HTML.</summary>
internal static class Filters
{
    static readonly Dictionary<string, Func<object?, Arguments, object?>> known = new()
    {
        ["trim"] = (value, call) => Texts.Strip(Printing.ToText(value), Methods.Characters(call)),
        ["upper"] = (value, call) => Alone(call, Texts.Upper(Printing.ToText(value))),
        ["lower"] = (value, call) => Alone(call, Texts.Lower(Printing.ToText(value))),
        ["capitalize"] = (value, call) => Alone(call, Texts.Capitalize(Printing.ToText(value))),
        ["title"] = (value, call) => Alone(call, Titled(Printing.ToText(value))),
        ["string"] = (value, call) => Alone(call, Printing.ToText(value)),
        ["replace"] = (value, call) => call.Take("old!", "new!", "count") is [var old, var by, var count]
            ? Texts.Replace(
                Printing.ToText(value),
                Printing.ToText(old),
                Printing.ToText(by),
                Arguments.IsGiven(count) && count is not null ? Values.Index(count, "a count") : -1)
            : null,
        ["length"] = (value, call) => Alone(call, new BigInteger(Values.Length(value))),
        ["list"] = (value, call) => Alone(call, new JinjaList([.. Values.Iterate(value)])),
        ["default"] = (value, call) => call.Take("default_value", "boolean") is [var other, var isWide]
            && (value is Undefined || (Arguments.IsGiven(isWide) && Values.IsTrue(isWide) && !Values.IsTrue(value)))
                ? Arguments.IsGiven(other) ? other : MarkedText.Empty
                : value,
        ["first"] = (value, call) => Alone(call, Values.Iterate(value).Append(new Undefined("there is no first item")).First()),
        ["last"] = (value, call) => Alone(call, value is JinjaStream
            ? throw new JinjaException("a stream of values has no last one")
            : Values.Iterate(value).Prepend(new Undefined("there is no last item")).Last()),
        ["join"] = (value, call) => call.Take("d", "attribute") is [var separator, var attribute]
            ? Joined(Attributes(value, attribute), Arguments.IsGiven(separator) ? Printing.ToText(separator) : MarkedText.Empty, Printing.ToText)
            : null,
        ["reverse"] = (value, call) => Alone(call, value switch
        {
            MarkedText text => text.Pick(Enumerable.Range(0, text.Length).Reverse()),
            JinjaStream => new JinjaList([.. Values.Iterate(value).Reverse()]),
            _ => new JinjaStream([.. Values.Iterate(value).Reverse()]),
        }),
        ["items"] = (value, call) => Alone(call, value switch
        {
            Undefined => new JinjaStream([]),
            JinjaDict dict => new JinjaStream(Pairs(dict)),
            _ => throw new JinjaException($"{Values.TypeOf(value)} has no items"),
        }),
        ["tojson"] = ToJson,
        ["abs"] = (value, call) =>
            Alone(call, Arithmetic.Signed(value, isNegative: Values.Order(Values.Number(value) ?? value, BigInteger.Zero) < 0)),
        ["int"] = (value, call) => Alone(call, Values.Number(value) switch
        {
            BigInteger number => number,
            double number when double.IsFinite(number) => new BigInteger(Math.Truncate(number)),
            _ => throw Values.Unusable(value) ?? new JinjaException($"the filter \"int\" takes numbers here, not {Values.TypeOf(value)}"),
        }),
        ["float"] = (value, call) => Alone(call, Values.Number(value) is { } number
            ? Arithmetic.AsDouble(number)
            : throw Values.Unusable(value) ?? new JinjaException($"the filter \"float\" takes numbers here, not {Values.TypeOf(value)}")),
        ["sum"] = (value, call) => call.Take("attribute", "start") is [var attribute, var start]
            ? Attributes(value, attribute).Aggregate(Arguments.IsGiven(start) ? start : BigInteger.Zero, (sum, item) => Arithmetic.Of("+", sum, item))
            : null,
        ["min"] = (value, call) => Sequences.Extreme(value, call, sign: -1),
        ["max"] = (value, call) => Sequences.Extreme(value, call, sign: 1),
        ["sort"] = Sequences.Sorted,
        ["unique"] = Sequences.Unique,
        ["map"] = Sequences.Mapped,
        ["select"] = (value, call) => Sequences.Selected(value, call, isKept: true),
        ["reject"] = (value, call) => Sequences.Selected(value, call, isKept: false),
        ["selectattr"] = (value, call) => Sequences.SelectedByAttribute(value, call, isKept: true),
        ["rejectattr"] = (value, call) => Sequences.SelectedByAttribute(value, call, isKept: false),
    };

    static readonly Dictionary<string, string> otherNames = new() { ["count"] = "length", ["d"] = "default" };

    public static Func<object?, Arguments, object?>? Find(string name) => known.GetValueOrDefault(otherNames.GetValueOrDefault(name, name));

    public static MarkedText Joined(object? values, MarkedText separator, Func<object?, MarkedText> toText)
    {
        var parts = new List<MarkedText>();
        foreach (var item in Values.Iterate(values))
        {
            if (parts.Count > 0) parts.Add(separator);
            parts.Add(toText(item));
        }
        return MarkedText.Join(parts);
    }

    public static IEnumerable<object?> Pairs(JinjaDict dict) => dict.Items.Select(item => new JinjaList([item.Key, item.Value], ListKind.Tuple));

    static MarkedText Joined(IEnumerable<object?> values, MarkedText separator, Func<object?, MarkedText> toText) =>
        Joined(new JinjaList([.. values]), separator, toText);

    static IEnumerable<object?> Attributes(object? value, object? attribute) => Arguments.IsGiven(attribute) && attribute is not null
        ? Values.Iterate(value).Select(Sequences.Getter(attribute))
        : Values.Iterate(value);

    /// <summary>Each word behind a space, a hyphen or an opening bracket with a large first letter.</summary>
    static MarkedText Titled(MarkedText text)
    {
        var parts = new List<MarkedText>();
        for (var i = 0; i < text.Length; i++)
        {
            var isFirst = i == 0 || IsBorder(text[i - 1]);
            parts.Add(isFirst && !IsBorder(text[i]) ? Texts.Upper(text.Slice(i, 1)) : Texts.Lower(text.Slice(i, 1)));
        }
        return MarkedText.Join(parts);

        bool IsBorder(int point) => Characters.IsSpace(point) || point is '-' or '(' or '{' or '[' or '<';
    }

    static object? ToJson(object? value, Arguments call)
    {
        if (call.Take("ensure_ascii", "indent") is not [var isAscii, var indent]) return null;
        var step = !Arguments.IsGiven(indent) || indent is null ? null
            : indent is MarkedText ? call.OwnText(indent)
            : new string(' ', Math.Max(0, Values.Index(indent, "an indent")));
        return Json.Write(value, step, Arguments.IsGiven(isAscii) && Values.IsTrue(isAscii));
    }

    static object? Alone(Arguments call, object? value) => call.Take().Length == 0 ? value : null;
}
