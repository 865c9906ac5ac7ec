using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>Python's arithmetic on numbers, text and lists.</summary>
internal static class Arithmetic
{
    /// <summary>Larger numbers than any template has a use for.</summary>
    const long MostBits = 1 << 14;

    public static object? Signed(object? value, bool isNegative) => Values.Number(value) switch
    {
        BigInteger number => isNegative ? -number : number,
        double number => isNegative ? -number : number,
        _ => throw Values.Unusable(value) ?? new JinjaException($"{Values.TypeOf(value)} has no sign"),
    };

    public static object? Of(string name, object? left, object? right)
    {
        if ((Values.Unusable(left) ?? Values.Unusable(right)) is { } undefined) throw undefined;
        return (name, left, right) switch
        {
            ("+", MarkedText a, MarkedText b) => a + b,
            ("+", JinjaList a, JinjaList b) when a.Kind == b.Kind && a.Kind is ListKind.List or ListKind.Tuple =>
                new JinjaList([.. a.Items, .. b.Items], a.Kind),
            ("*", MarkedText a, _) when Values.Number(right) is BigInteger times => MarkedText.Join(Repeated(a, a.Length, times)),
            ("*", _, MarkedText b) when Values.Number(left) is BigInteger times => MarkedText.Join(Repeated(b, b.Length, times)),
            ("*", JinjaList a, _) when Values.Number(right) is BigInteger times => Repeated(a, times),
            ("*", _, JinjaList b) when Values.Number(left) is BigInteger times => Repeated(b, times),
            ("%", MarkedText, _) => throw new JinjaException("formatting text with \"%\" is not supported"),
            _ => (Values.Number(left), Values.Number(right)) switch
            {
                (BigInteger a, BigInteger b) => Integers(name, a, b),
                ({ } a, { } b) => Floats(name, AsDouble(a), AsDouble(b)),
                _ => throw new JinjaException($"\"{name}\" does not take {Values.TypeOf(left)} and {Values.TypeOf(right)}"),
            },
        };
    }

    public static double AsDouble(object number) => number is BigInteger integer ? (double)integer : (double)number;

    static object Integers(string name, BigInteger a, BigInteger b) => name switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => Small(a.GetBitLength() + b.GetBitLength(), () => a * b),
        "/" => Floats(name, (double)a, (double)b),
        "//" => Floor(a, NotZero(b)),
        "%" => a - (Floor(a, NotZero(b)) * b),
        _ when b.Sign < 0 => Floats(name, (double)a, (double)b),
        _ => Small(b > MostBits ? MostBits + 1 : a.GetBitLength() * (long)b, () => BigInteger.Pow(a, (int)b)),
    };

    static BigInteger Small(long bits, Func<BigInteger> compute) =>
        bits <= MostBits ? compute() : throw new JinjaException($"integers of more than {MostBits:N0} bits are not supported");

    static object Floats(string name, double a, double b) => name switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / NotZero(b),
        "//" => Math.Floor(a / NotZero(b)),
        "%" => a - (Math.Floor(a / NotZero(b)) * b),
        _ => a == 0 && b < 0 ? throw new JinjaException("0 has no negative power") : Math.Pow(a, b),
    };

    static BigInteger Floor(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var rest);
        return !rest.IsZero && rest.Sign != b.Sign ? quotient - 1 : quotient;
    }

    static T NotZero<T>(T divisor) where T : INumber<T> => T.IsZero(divisor) ? throw new JinjaException("a division by zero") : divisor;

    static IEnumerable<T> Repeated<T>(T part, int length, BigInteger times) =>
        times * Math.Max(length, 1) > 1 << 24
            ? throw new JinjaException($"{times} times {length} values are too many")
            : Enumerable.Repeat(part, (int)BigInteger.Max(times, 0));

    static JinjaList Repeated(JinjaList list, BigInteger times) => list.Kind is ListKind.List or ListKind.Tuple
        ? list with { Items = [.. Repeated(list.Items, list.Items.Count, times).SelectMany(items => items)] }
        : throw new JinjaException($"{Values.TypeOf(list)} cannot be repeated");
}
