using System.Numerics;
using DiffuCoder.Runtime;

namespace DiffuCoder.Training;

/// <summary>
/// A drawn order of any number of rows that takes no memory: a Feistel network over the numbers of the next even power of
/// two, walked on until it comes out below the count (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002).
/// </summary>
internal sealed class RowOrder
{
    private const int Rounds = 6;
    private readonly long count;
    private readonly int half;
    private readonly ulong[] keys;

    /// <param name="count">Rows, 1 or more.</param>
    /// <param name="source">Where the order is drawn from.</param>
    public RowOrder(long count, RandomSource source)
    {
        this.count = count;
        half = Math.Max(1, (BitOperations.Log2((ulong)count) + 2) / 2);
        var stream = source.Stream();
        keys = [.. Enumerable.Range(0, Rounds).Select(_ => stream.NextUInt64())];
    }

    /// <summary>The row at a place of the order.</summary>
    /// <param name="place">0 to count - 1.</param>
    public long this[long place]
    {
        get
        {
            var number = (ulong)place;
            do number = Mixed(number);
            while (number >= (ulong)count);
            return (long)number;
        }
    }

    private ulong Mixed(ulong number)
    {
        var mask = (1UL << half) - 1;
        var (left, right) = (number >> half, number & mask);
        foreach (var key in keys) (left, right) = (right, left ^ (RandomSource.Mix(right + key) & mask));
        return left << half | right;
    }
}
