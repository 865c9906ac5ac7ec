using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>Attributes, items and slices, as Jinja's environment finds them.</summary>
internal static class Lookup
{
    /// <summary>The methods of Python's mappings; they are found before a key of the same name.</summary>
    static readonly HashSet<string> ofMappings = [.. "clear copy fromkeys get items keys pop popitem setdefault update values".Split(' ')];

    /// <summary>All attributes of Python's text, lists, tuples and numbers.</summary>
    static readonly HashSet<string> ofOthers =
    [
        .. ("append as_integer_ratio bit_count bit_length capitalize casefold center clear conjugate copy count denominator encode endswith "
            + "expandtabs extend find format format_map from_bytes fromhex hex imag index insert is_integer isalnum isalpha isascii isdecimal "
            + "isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans numerator partition pop "
            + "real remove removeprefix removesuffix replace reverse rfind rindex rjust rpartition rsplit rstrip sort split splitlines startswith "
            + "strip swapcase title to_bytes translate upper zfill").Split(' '),
    ];

    public static object? Attribute(object? target, string name) => target switch
    {
        Undefined undefined => throw new JinjaException(undefined.What),
        JinjaNamespace space => space.Values.TryGetValue(name, out var value) ? value : Missing(target, name),
        LoopState loop => loop.Attribute(name),
        JinjaDict when ofMappings.Contains(name) => throw Uncalled(name),
        JinjaDict dict => dict.TryGet(MarkedText.Of(name), out var value) ? value : Missing(target, name),
        MarkedText or JinjaList or bool or BigInteger or double when ofOthers.Contains(name) => throw Uncalled(name),
        JinjaFunction or JinjaStream => throw new JinjaException($"the attribute \"{name}\" of {Values.TypeOf(target)} is not supported"),
        _ => Missing(target, name),
    };

    public static object? Item(object? target, object? key)
    {
        if (target is Undefined undefined) throw new JinjaException(undefined.What);
        if (target is JinjaDict dict)
        {
            if (key is JinjaList { Kind: ListKind.List } or JinjaDict) return Missing(target, "with such a key");
            if (dict.TryGet(key, out var value)) return value;
            var named = Printing.ToText(key).ToString();
            return key is MarkedText && ofMappings.Contains(named) ? throw Uncalled(named) : Missing(target, named);
        }
        if (key is MarkedText name) return Attribute(target, name.ToString());
        return (target, Values.Number(key)) switch
        {
            (MarkedText text, BigInteger index) => Place(text.Length, index) is { } at ? text.Slice(at, 1) : Missing(target, index.ToString()),
            (JinjaList { Kind: not ListKind.View } list, BigInteger index) =>
                Place(list.Items.Count, index) is { } at ? list.Items[at] : Missing(target, index.ToString()),
            _ => Missing(target, Printing.ToText(key).ToString()),
        };
    }

    public static object? Slice(object? target, object? start, object? stop, object? step)
    {
        if (target is Undefined undefined) throw new JinjaException(undefined.What);
        if (target is not (MarkedText or JinjaList { Kind: not ListKind.View })) throw new JinjaException($"{Values.TypeOf(target)} has no slices");
        if (!IsBound(start) || !IsBound(stop) || !IsBound(step)) throw new JinjaException("a slice's bounds have to be integers");
        if (Values.Number(step) is BigInteger { IsZero: true }) throw new JinjaException("a slice's step is 0");
        var places = Places(Values.Length(target), start, stop, step is null ? 1 : Values.Index(step, "a slice's step"));
        if (target is MarkedText text) return text.Pick(places);
        var list = (JinjaList)target;
        return list with { Items = [.. places.Select(place => list.Items[place])] };
    }

    static bool IsBound(object? bound) => bound is null || Values.Number(bound) is BigInteger;

    static IEnumerable<int> Places(int length, object? start, object? stop, int step)
    {
        var (low, high) = step > 0 ? (0, length) : (-1, length - 1);
        var from = start is null ? (step > 0 ? low : high) : Bound(start);
        var to = stop is null ? (step > 0 ? high : low) : Bound(stop);
        for (long i = from; step > 0 ? i < to : i > to; i += step) yield return (int)i;

        int Bound(object bound)
        {
            var index = (BigInteger)Values.Number(bound)!;
            return (int)BigInteger.Clamp(index.Sign < 0 ? index + length : index, low, high);
        }
    }

    static int? Place(int length, BigInteger index)
    {
        var place = index.Sign < 0 ? index + length : index;
        return place.Sign >= 0 && place < length ? (int)place : null;
    }

    static JinjaException Uncalled(string name) => new($"the method \"{name}\" is not called, which is not supported");

    static Undefined Missing(object? target, string name) => new($"{Values.TypeOf(target)} has nothing \"{name}\"");
}
