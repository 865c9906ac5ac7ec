using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>The name "loop" within a loop.</summary>
/// <param name="items">What is gone through.</param>
internal sealed class LoopState(IReadOnlyList<object?> items)
{
    IReadOnlyList<object?>? lastChecked;

    public int Index { get; set; }

    public object? Attribute(string name) => name switch
    {
        "index" => new BigInteger(Index + 1),
        "index0" => new BigInteger(Index),
        "revindex" => new BigInteger(items.Count - Index),
        "revindex0" => new BigInteger(items.Count - Index - 1),
        "first" => Index == 0,
        "last" => Index == items.Count - 1,
        "length" => new BigInteger(items.Count),
        "depth" => BigInteger.One,
        "depth0" => BigInteger.Zero,
        "previtem" => Index > 0 ? items[Index - 1] : new Undefined("there is no previous item"),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new Undefined("there is no next item"),
        "cycle" or "changed" => throw new JinjaException($"\"loop.{name}\" is not called, which is not supported"),
        _ => new Undefined($"the loop has nothing \"{name}\""),
    };

    public object? Call(string name, Arguments call)
    {
        if (call.Named.Count > 0 || name is not ("cycle" or "changed")) throw new JinjaException($"\"loop.{name}\" cannot be called so");
        var given = call.Positional;
        if (name == "cycle") return given.Count > 0 ? given[Index % given.Count] : throw new JinjaException("\"loop.cycle\" needs values");
        var isSame = lastChecked is { } last && last.Count == given.Count && last.Zip(given).All(pair => Values.Equals(pair.First, pair.Second));
        lastChecked = given;
        return !isSame;
    }
}
