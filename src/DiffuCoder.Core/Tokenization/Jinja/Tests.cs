using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>What may stand behind "is".</summary>
internal static class Tests
{
    static readonly Dictionary<string, Func<object?, Arguments, bool>> known = new(ByOperator())
    {
        ["defined"] = Simple(value => value is not Undefined),
        ["undefined"] = Simple(value => value is Undefined),
        ["none"] = Simple(value => value is null),
        ["boolean"] = Simple(value => value is bool),
        ["true"] = Simple(value => value is true),
        ["false"] = Simple(value => value is false),
        ["integer"] = Simple(value => value is BigInteger),
        ["float"] = Simple(value => value is double),
        ["number"] = Simple(value => Values.Number(value) is not null),
        ["string"] = Simple(value => value is MarkedText),
        ["mapping"] = Simple(value => value is JinjaDict),
        ["iterable"] = Simple(value => value is Undefined or MarkedText or JinjaList or JinjaStream or JinjaDict or LoopState),
        ["sequence"] = Simple(value => value is Undefined or MarkedText or JinjaDict or JinjaList { Kind: not ListKind.View }),
        ["odd"] = Simple(value => Values.Equals(Arithmetic.Of("%", value, new BigInteger(2)), BigInteger.One)),
        ["even"] = Simple(value => Values.Equals(Arithmetic.Of("%", value, new BigInteger(2)), BigInteger.Zero)),
        ["divisibleby"] = (value, call) => Values.Equals(Arithmetic.Of("%", value, call.Take("num!")[0]), BigInteger.Zero),
        ["in"] = (value, call) => Values.Contains(call.Take("seq!")[0], value),
        ["sameas"] = (value, call) => Same(value, call.Take("other!")[0]),
    };

    public static Func<object?, Arguments, bool>? Find(string name) => known.GetValueOrDefault(name);

    static IEnumerable<KeyValuePair<string, Func<object?, Arguments, bool>>> ByOperator() =>
    [
        .. Compared("==", "eq", "equalto"),
        .. Compared("!=", "ne"),
        .. Compared("<", "lt", "lessthan"),
        .. Compared("<=", "le"),
        .. Compared(">", "gt", "greaterthan"),
        .. Compared(">=", "ge"),
    ];

    static Func<object?, Arguments, bool> Simple(Predicate<object?> holds) => (value, call) => call.Take().Length == 0 && holds(value);

    static IEnumerable<KeyValuePair<string, Func<object?, Arguments, bool>>> Compared(params string[] names) =>
        names.Select(name => KeyValuePair.Create<string, Func<object?, Arguments, bool>>(
            name, (value, call) => Comparison.Holds(names[0], value, call.Take("other!")[0])));

    static bool Same(object? left, object? right) => left is null or bool || right is null or bool
        ? left?.GetType() == right?.GetType() && Values.Equals(left, right)
        : throw new JinjaException("the test \"sameas\" is supported for none, true and false alone");
}
