using System.Globalization;
using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>The filters that go through several values.</summary>
internal static class Sequences
{
    /// <summary>What an attribute's path, such as "function.name" or "0", gives of a value.</summary>
    public static Func<object?, object?> Getter(object? attribute)
    {
        if (attribute is not MarkedText) return value => Lookup.Item(value, attribute);
        var path = Printing.ToText(attribute).ToString().Split('.');
        return value => path.Aggregate(value, (found, part) => Lookup.Item(
            found,
            part.Length > 0 && part.All(char.IsAsciiDigit) ? BigInteger.Parse(part, CultureInfo.InvariantCulture) : MarkedText.Of(part)));
    }

    public static object? Mapped(object? value, Arguments call)
    {
        if (call.Positional.Count == 0)
        {
            if (call.Take("attribute!", "default") is not [var attribute, var other]) return null;
            var get = Getter(attribute);
            return new JinjaStream(Values.Iterate(value).Select(item =>
                get(item) is var found && found is Undefined && Arguments.IsGiven(other) ? other : found));
        }
        var name = Name(call.Positional[0], "a filter");
        var filter = Filters.Find(name) ?? throw new JinjaException($"the filter \"{name}\" is not known");
        var rest = call.After(1, $"the filter \"{name}\"");
        return new JinjaStream(Values.Iterate(value).Select(item => filter(item, rest)));
    }

    public static object Selected(object? value, Arguments call, bool isKept)
    {
        var holds = Condition(call);
        return new JinjaStream(Values.Iterate(value).Where(item => holds(item) == isKept));
    }

    public static object SelectedByAttribute(object? value, Arguments call, bool isKept)
    {
        if (call.Positional.Count == 0) throw new JinjaException($"{call.Function} needs an attribute");
        var (get, holds) = (Getter(call.Positional[0]), Condition(call.After(1, call.Function)));
        return new JinjaStream(Values.Iterate(value).Where(item => holds(get(item)) == isKept));
    }

    public static object? Extreme(object? value, Arguments call, int sign)
    {
        if (call.Take("case_sensitive", "attribute") is not [var isExact, var attribute]) return null;
        var key = Key(isExact, attribute);
        object? best = new Undefined("there is no item");
        foreach (var item in Values.Iterate(value))
            if (best is Undefined || Math.Sign(Values.Order(key(item), key(best)) ?? 0) == sign)
                best = item;
        return best;
    }

    public static object? Sorted(object? value, Arguments call)
    {
        if (call.Take("reverse", "case_sensitive", "attribute") is not [var isReversed, var isExact, var attribute]) return null;
        var key = Key(isExact, attribute);
        var order = Comparer<object?>.Create((left, right) => Values.Order(left, right) ?? 0);
        List<object?> items = [.. Values.Iterate(value)];
        try
        {
            var isDown = Arguments.IsGiven(isReversed) && Values.IsTrue(isReversed);
            return new JinjaList([.. isDown ? items.OrderByDescending(key, order) : items.OrderBy(key, order)]);
        }
        catch (InvalidOperationException e) when (e.InnerException is JinjaException inner)
        {
            throw inner;
        }
    }

    public static object? Unique(object? value, Arguments call)
    {
        if (call.Take("case_sensitive", "attribute") is not [var isExact, var attribute]) return null;
        var (key, seen) = (Key(isExact, attribute), new List<object?>());
        return new JinjaStream([.. Values.Iterate(value).Where(item => IsNew(Values.Hashable(key(item))))]);

        bool IsNew(object? one)
        {
            if (seen.Exists(other => Values.Equals(one, other))) return false;
            seen.Add(one);
            return true;
        }
    }

    /// <summary>What values are compared by: text without regard to case, unless that is asked for.</summary>
    static Func<object?, object?> Key(object? isExact, object? attribute)
    {
        Func<object?, object?> get = Arguments.IsGiven(attribute) && attribute is not null ? Getter(attribute) : value => value;
        return Arguments.IsGiven(isExact) && Values.IsTrue(isExact)
            ? get
            : value => get(value) is var found && found is MarkedText text ? Texts.Lower(text) : found;
    }

    static Predicate<object?> Condition(Arguments call)
    {
        if (call.Positional.Count == 0)
            return call.Named.Count == 0 ? Values.IsTrue : throw new JinjaException($"{call.Function} needs a test before its arguments");
        var name = Name(call.Positional[0], "a test");
        var test = Tests.Find(name) ?? throw new JinjaException($"the test \"{name}\" is not known");
        var rest = call.After(1, $"the test \"{name}\"");
        return value => test(value, rest);
    }

    static string Name(object? value, string what) =>
        value is MarkedText text
            ? text.ToString()
            : throw Values.Unusable(value) ?? new JinjaException($"{what} is named by text, not by {Values.TypeOf(value)}");
}
