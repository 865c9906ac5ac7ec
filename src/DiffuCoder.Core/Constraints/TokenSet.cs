using System.Numerics;
using System.Runtime.InteropServices;

namespace DiffuCoder.Constraints;

/// <summary>A set of token ids as bits, one for each id of a model's vocabulary.</summary>
/// <param name="words">64 ids each, the lowest first.</param>
internal sealed class TokenSet(ulong[] words) : IEquatable<TokenSet>
{
    /// <summary>The bits.</summary>
    public ReadOnlySpan<ulong> Words => words;

    /// <summary>No id is in it.</summary>
    public bool IsEmpty => !words.AsSpan().ContainsAnyExcept(0ul);

    /// <summary>A set of ids; those that the vocabulary does not have are left out.</summary>
    public static TokenSet Of(IEnumerable<int> tokens, int vocabulary)
    {
        var words = Room(vocabulary);
        foreach (var token in tokens)
            if ((uint)token < (uint)vocabulary) Add(words, token);
        return new(words);
    }

    /// <summary>Bits for a vocabulary, none set.</summary>
    public static ulong[] Room(int vocabulary) => new ulong[(vocabulary + 63) / 64];

    /// <summary>Sets a bit.</summary>
    public static void Add(ulong[] words, int token) => words[token >> 6] |= 1ul << (token & 63);

    /// <summary>Adds what is in another set.</summary>
    public static void Add(ulong[] words, TokenSet others)
    {
        var at = 0;
        for (; at <= words.Length - Vector<ulong>.Count; at += Vector<ulong>.Count)
            (new Vector<ulong>(words, at) | new Vector<ulong>(others.Words[at..])).CopyTo(words, at);
        for (; at < words.Length; at++) words[at] |= others.Words[at];
    }

    /// <summary>Whether all of it is in a set.</summary>
    public bool IsIn(ulong[] others)
    {
        for (var i = 0; i < words.Length; i++)
            if ((words[i] & ~others[i]) != 0) return false;
        return true;
    }

    /// <summary>Whether an id is in it.</summary>
    public bool Contains(int token) => token >= 0 && (words[token >> 6] & (1ul << (token & 63))) != 0;

    /// <inheritdoc/>
    public bool Equals(TokenSet? other) => other is not null && words.AsSpan().SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as TokenSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(Words));
        return hash.ToHashCode();
    }

    /// <summary>The ids in rising order.</summary>
    public IEnumerable<int> Tokens()
    {
        for (var i = 0; i < words.Length; i++)
            for (var rest = words[i]; rest != 0; rest &= rest - 1) yield return i * 64 + BitOperations.TrailingZeroCount(rest);
    }

    /// <summary>Gives every number whose id is not in the set another value.</summary>
    /// <param name="row">One number for each id; may be longer.</param>
    /// <param name="value">The value.</param>
    public void FillOthers(Span<float> row, float value)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var some = row.Slice(i * 64, Math.Min(64, row.Length - i * 64));
            if (words[i] == 0) some.Fill(value);
            else if (words[i] != ulong.MaxValue)
                for (var j = 0; j < some.Length; j++)
                    if ((words[i] & (1ul << j)) == 0) some[j] = value;
        }
    }
}
