using System.Numerics;

namespace DiffuCoder.Constraints;

/// <summary>
/// A set of states of an automaton, made by <see cref="StateSets"/>, which makes each set once: the same set is the same object.
/// </summary>
/// <param name="words">Bits, 64 states each.</param>
internal sealed class StateSet(ulong[] words) : IEquatable<StateSet>
{
    private readonly int hash = Hash(words);

    /// <summary>The bits.</summary>
    public ulong[] Words => words;

    /// <summary>No state is in it.</summary>
    public bool IsEmpty => Array.TrueForAll(words, word => word == 0);

    /// <summary>The set that any token leads to; null until it is asked for.</summary>
    internal StateSet? Ahead { get; set; }

    /// <summary>The states of it from which any token leads into another set.</summary>
    internal Dictionary<StateSet, StateSet> Into => field ??= new(ReferenceEqualityComparer.Instance);

    /// <summary>The tokens that lead from it into another set.</summary>
    internal Dictionary<StateSet, TokenSet> Tokens => field ??= new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a state is in it.</summary>
    public bool Contains(int state) => (words[state >> 6] & (1ul << (state & 63))) != 0;

    /// <summary>Its states in rising order.</summary>
    public IEnumerable<int> States()
    {
        for (var i = 0; i < words.Length; i++)
            for (var rest = words[i]; rest != 0; rest &= rest - 1) yield return i * 64 + BitOperations.TrailingZeroCount(rest);
    }

    /// <inheritdoc/>
    public bool Equals(StateSet? other) => other is not null && words.AsSpan().SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as StateSet);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    private static int Hash(ulong[] words)
    {
        var hash = new HashCode();
        foreach (var word in words) hash.Add(word);
        return hash.ToHashCode();
    }
}
