using System.Numerics;
using System.Runtime.InteropServices;

namespace DiffuCoder.Sampling;

/// <summary>
/// The least weight that a filter keeps: min { v : W(weights above v) &lt;= limit }, where W adds
/// up the weights (top-p) or counts them (top-k). Equal weights are kept or removed together.
/// </summary>
/// <remarks>
/// Found exactly and without sorting. The bits of a float32 that is not negative rise with its value, so weights are
/// dropped into buckets by their leading bits, the buckets are walked from the top down to the one in which the limit
/// is crossed, and its range is divided again; three rounds at most, the same work for sharp rows and flat ones.
/// </remarks>
internal static class KeptFloor
{
    private const int BucketBits = 11; // a table of 16 KiB, half of a first-level cache

    /// <summary>Top-p: what lies above holds at most <paramref name="limit"/>.</summary>
    /// <param name="row">Weights in [0, 1].</param>
    /// <param name="least">A bound below which the floor cannot lie.</param>
    /// <param name="limit">As the weights are measured.</param>
    public static float ByMass(ReadOnlySpan<float> row, float least, double limit) => Find(row, least, limit, byMass: true);

    /// <summary>Top-k: fewer than <paramref name="count"/> lie above.</summary>
    /// <param name="row">Weights in [0, 1].</param>
    /// <param name="least">A bound below which nothing counts.</param>
    /// <param name="count">How many are kept.</param>
    public static float ByCount(ReadOnlySpan<float> row, float least, int count) => Find(row, least, count - 1, byMass: false);

    private static float Find(ReadOnlySpan<float> row, float least, double limit, bool byMass)
    {
        var buckets = (stackalloc double[(1 << BucketBits) + Vector<uint>.Count]);
        var low = BitConverter.SingleToUInt32Bits(least);
        var bits = 32 - BitOperations.LeadingZeroCount(BitConverter.SingleToUInt32Bits(1) - low); // the range is [low, low + 2^bits)
        var above = 0.0;
        while (true)
        {
            var shift = Math.Max(0, bits - BucketBits);
            Fill(buckets, row, low, 1u << bits, shift, byMass);
            var crossing = (1 << (bits - shift)) - 1;
            while (crossing >= 0 && !(above + buckets[crossing] > limit)) above += buckets[crossing--];
            if (crossing >= 0) low += (uint)crossing << shift;
            if (crossing < 0 || shift == 0) return BitConverter.UInt32BitsToSingle(low); // without a crossing all of the range is kept
            bits = shift;
        }
    }

    private static void Fill(Span<double> buckets, ReadOnlySpan<float> row, uint low, uint size, int shift, bool byMass)
    {
        buckets.Clear();
        var keys = MemoryMarshal.Cast<float, uint>(row);
        var slots = (stackalloc uint[Vector<uint>.Count]);
        // what lies outside the range goes into buckets that nobody reads, one per lane: a branch would be mispredicted for flat rows
        var outside = new Vector<uint>(1u << BucketBits) + Vector<uint>.Indices;
        for (var i = 0; i < keys.Length; i += Vector<uint>.Count)
        {
            var distance = new Vector<uint>(keys[i..]) - new Vector<uint>(low); // keys below the range wrap around to above it
            var inside = Vector.LessThan(distance, new Vector<uint>(size));
            if (inside == Vector<uint>.Zero) continue; // nearly all vectors of a trained model's rows
            Vector.ConditionalSelect(inside, distance >>> shift, outside).CopyTo(slots);
            for (var j = 0; j < slots.Length; j++) buckets[(int)slots[j]] += byMass ? row[i + j] : 1;
        }
    }
}
