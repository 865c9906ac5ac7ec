using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>
/// What a template computes with, as Python's types behave: none (null), <see cref="bool"/>, <see cref="BigInteger"/>, <see cref="double"/>,
/// <see cref="MarkedText"/>, <see cref="JinjaList"/>, <see cref="JinjaStream"/>, <see cref="JinjaDict"/> and the internal objects of a template.
/// </summary>
internal static class Values
{
    /// <summary>The name of a value's type for messages.</summary>
    public static string TypeOf(object? value) => value switch
    {
        null => "none",
        bool => "a boolean",
        BigInteger => "an integer",
        double => "a float",
        MarkedText => "text",
        JinjaList list => list.Kind == ListKind.List ? "a list" : $"a {list.Kind.ToString().ToLowerInvariant()}",
        JinjaStream => "a stream of values",
        JinjaDict => "a mapping",
        Undefined => "undefined",
        JinjaNamespace => "a namespace",
        LoopState => "the loop",
        _ => "a function",
    };

    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        BigInteger number => !number.IsZero,
        double number => number != 0,
        MarkedText text => text.Length > 0,
        JinjaList list => list.Items.Count > 0,
        JinjaDict dict => dict.Items.Count > 0,
        _ => true,
    };

    /// <summary>A number or a boolean, which counts as 0 or 1, as an integer or a float.</summary>
    public static object? Number(object? value) => value switch
    {
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        BigInteger or double => value,
        _ => null,
    };

    public static new bool Equals(object? left, object? right) => (Number(left), Number(right)) switch
    {
        (BigInteger a, BigInteger b) => a == b,
        ({ } a, { } b) => Compare(a, b) == 0,
        _ => (left, right) switch
        {
            (null, null) or (Undefined, Undefined) => true,
            (MarkedText a, MarkedText b) => a.Equals(b),
            (JinjaList a, JinjaList b) => a.Kind == b.Kind && a.Items.Count == b.Items.Count
                && a.Items.Zip(b.Items).All(pair => Equals(pair.First, pair.Second)),
            (JinjaDict a, JinjaDict b) => a.Items.Count == b.Items.Count
                && a.Items.All(item => b.TryGet(item.Key, out var other) && Equals(item.Value, other)),
            _ => ReferenceEquals(left, right),
        },
    };

    /// <summary>Below 0, 0 or above 0; null where one is not a number, so that every comparison is false.</summary>
    static int? Compare(object left, object right) => (left, right) switch
    {
        (BigInteger a, BigInteger b) => a.CompareTo(b),
        (double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b),
        (BigInteger, double b) when double.IsNaN(b) => null,
        (BigInteger, double b) when double.IsInfinity(b) => -Math.Sign(b),
        (BigInteger a, double b) => a.CompareTo(new BigInteger(Math.Floor(b))) is var order && order == 0 && Math.Floor(b) != b ? -1 : order,
        (double a, BigInteger b) => -Compare(b, a),
        _ => throw new ArgumentException("Not numbers."),
    };

    /// <summary>The order of two values; null where neither is less, equal or more.</summary>
    public static int? Order(object? left, object? right)
    {
        if (Number(left) is { } a && Number(right) is { } b) return Compare(a, b);
        if (left is MarkedText text && right is MarkedText other) return Order(text, other);
        if (left is JinjaList list && right is JinjaList second && list.Kind == second.Kind && list.Kind is ListKind.List or ListKind.Tuple)
        {
            var different = list.Items.Zip(((JinjaList)right).Items).Where(pair => !Equals(pair.First, pair.Second)).Take(1).ToList();
            return different.Count > 0 ? Order(different[0].First, different[0].Second) : list.Items.Count.CompareTo(((JinjaList)right).Items.Count);
        }
        throw Unusable(left) ?? Unusable(right) ?? new JinjaException($"{TypeOf(left)} and {TypeOf(right)} have no order");
    }

    static int Order(MarkedText left, MarkedText right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
            if (left[i] != right[i])
                return left[i].CompareTo(right[i]);
        return left.Length.CompareTo(right.Length);
    }

    public static bool Contains(object? holder, object? value) => holder switch
    {
        MarkedText text => value is MarkedText part
            ? Texts.IndexOf(text, part, 0) >= 0
            : throw new JinjaException($"{TypeOf(value)} cannot be looked for in text"),
        JinjaDict dict => dict.TryGet(Hashable(value), out _),
        _ => Iterate(holder).Any(item => Equals(item, value)),
    };

    /// <summary>The values that a loop over this one goes through.</summary>
    public static IEnumerable<object?> Iterate(object? value) => value switch
    {
        Undefined => [],
        MarkedText text => Enumerable.Range(0, text.Length).Select(i => text.Slice(i, 1)),
        JinjaList list => list.Items,
        JinjaStream stream => stream.Rest(),
        JinjaDict dict => dict.Items.Select(item => item.Key),
        LoopState => throw new JinjaException("a loop over \"loop\" is not supported"),
        _ => throw new JinjaException($"{TypeOf(value)} cannot be gone through"),
    };

    public static int Length(object? value) => value switch
    {
        Undefined => 0,
        MarkedText text => text.Length,
        JinjaList list => list.Items.Count,
        JinjaDict dict => dict.Items.Count,
        _ => throw new JinjaException($"{TypeOf(value)} has no length"),
    };

    public static object? Hashable(object? value) => value switch
    {
        JinjaList { Kind: ListKind.List or ListKind.View } or JinjaDict => throw new JinjaException($"{TypeOf(value)} is no key"),
        _ => value,
    };

    /// <summary>The error of using an undefined value; null if the value is another one.</summary>
    public static JinjaException? Unusable(object? value) => value is Undefined undefined ? new(undefined.What) : null;

    public static int Index(object? value, string what) => Number(value) switch
    {
        BigInteger number when number > int.MinValue && number < int.MaxValue => (int)number,
        _ => throw Unusable(value) ?? new JinjaException($"{what} has to be an integer, not {TypeOf(value)}"),
    };
}
