using DiffuCoder.Constraints;

namespace DiffuCoder.Sampling;

/// <summary>A part of a text with holes: known tokens, or a hole whose length is one of several.</summary>
public sealed record OpenPart
{
    private OpenPart() { }

    /// <summary>What is known; empty for a hole.</summary>
    public IReadOnlyList<int> Tokens { get; private init; } = [];

    /// <summary>The lengths that a hole may have, in tokens, each once and from the shortest on; empty where the tokens are known.</summary>
    public IReadOnlyList<int> Lengths { get; private init; } = [];

    /// <summary>The language of all that fills the hole; null: any text.</summary>
    public Constraint? Constraint { get; private init; }

    /// <summary>Known tokens.</summary>
    /// <param name="tokens">Token ids.</param>
    public static OpenPart Known(IReadOnlyList<int> tokens) => new() { Tokens = [.. tokens] };

    /// <summary>A hole.</summary>
    /// <param name="lengths">How many tokens it may have: each 1 or more, in any order.</param>
    /// <param name="constraint">The language of its text; null: any.</param>
    /// <exception cref="SamplerException">There is no length, or one is below 1.</exception>
    public static OpenPart Hole(IEnumerable<int> lengths, Constraint? constraint = null)
    {
        IReadOnlyList<int> distinct = [.. lengths.Distinct().Order()];
        if (distinct.Count == 0)
            throw new SamplerException("A hole has no length to choose from (a range that ends before it begins is empty); give at least one.");
        return distinct[0] >= 1
            ? new() { Lengths = distinct, Constraint = constraint }
            : throw new SamplerException($"A hole of {distinct[0]} tokens cannot be filled; it takes at least 1.");
    }
}
