using System.Numerics;

namespace DiffuCoder.Runtime;

/// <summary>
/// Random numbers by index instead of in sequence: SplitMix64 as a counter-based generator, whose output number i + 1 is
/// <c>m(key + (i + 1)γ)</c>. Any of them can be had without the others, in any order and on any thread. See <see cref="RandomSource.Derive"/>.
/// </summary>
/// <param name="key">Where SplitMix64 starts.</param>
internal readonly struct IndexedNumbers(ulong key)
{
    /// <summary>A number of all 64-bit numbers, each equally likely; no two indices share one.</summary>
    public ulong this[long index] => RandomSource.Mix(unchecked(key + ((ulong)index + 1) * RandomSource.Increment));

    /// <summary>
    /// Draws from the exponential distribution of rate 1, one per index: <c>-log(1 - v)</c>, where
    /// v is <c>(b + 1/2) / 2^32</c> and b the upper half of the index's number. From 1e-10 to 17.
    /// </summary>
    /// <param name="indices">Not negative, in any order.</param>
    /// <param name="draws">As many.</param>
    public void Exponentials(ReadOnlySpan<int> indices, Span<float> draws)
    {
        var whole = indices.Length - indices.Length % Vector<int>.Count;
        for (var i = 0; i < whole; i += Vector<int>.Count) Exponentials(new Vector<int>(indices[i..])).CopyTo(draws[i..]);
        // the last few as a whole vector too: a scalar logarithm may round otherwise, and a draw must not depend on its place
        var last = (stackalloc int[Vector<int>.Count]);
        indices[whole..].CopyTo(last);
        var drawn = (stackalloc float[Vector<float>.Count]);
        Exponentials(new Vector<int>(last)).CopyTo(drawn);
        drawn[..(indices.Length - whole)].CopyTo(draws[whole..]);
    }

    private Vector<float> Exponentials(Vector<int> indices)
    {
        Vector.Widen(indices, out var lower, out var upper);
        var bits = Vector.Narrow(Numbers(lower) >>> 32, Numbers(upper) >>> 32);
        var v = (Vector.ConvertToSingle(bits) + new Vector<float>(0.5f)) * new Vector<float>(1f / (1L << 32));
        v = Vector.Min(v, new Vector<float>(1 - 1f / (1 << 24))); // the last few round to 1
        // log(1 + x) = log(w) x / (w - 1) with w = 1 + x as rounded: exact for small x too (Goldberg, "What every computer scientist ...", 1991)
        var w = Vector<float>.One - v;
        return Vector.ConditionalSelect(Vector.Equals(w, Vector<float>.One), v, -Vector.Log(w) * v / (Vector<float>.One - w));
    }

    // what the indexer gives
    private Vector<ulong> Numbers(Vector<long> indices)
    {
        var z = new Vector<ulong>(key) + (Vector.AsVectorUInt64(indices) + Vector<ulong>.One) * new Vector<ulong>(RandomSource.Increment);
        z = (z ^ (z >>> 30)) * new Vector<ulong>(RandomSource.FirstFactor);
        z = (z ^ (z >>> 27)) * new Vector<ulong>(RandomSource.SecondFactor);
        return z ^ (z >>> 31);
    }
}
