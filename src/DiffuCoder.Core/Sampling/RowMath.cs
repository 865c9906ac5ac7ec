using System.Numerics;
using System.Runtime.InteropServices;
using DiffuCoder.Runtime;

namespace DiffuCoder.Sampling;

/// <summary>
/// Passes over one row of the vocabulary. A row is made of whole vectors, what lies beyond the vocabulary being
/// negative infinity (a weight of 0): so every entry goes through the same instructions, and equal logits stay equal.
/// </summary>
internal static class RowMath
{
    // float32 sums of this many vectors are added up in float64: about as exact as that, about as fast as float32
    private const int Run = 64;

    /// <summary>The length of the row that holds so many entries.</summary>
    public static int Padded(int length) => (length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>Logits divided by a temperature, and the padding.</summary>
    public static void Scale(ReadOnlySpan<float> logits, float divisor, Span<float> row)
    {
        row[logits.Length..].Fill(float.NegativeInfinity);
        if (divisor == 1)
        {
            logits.CopyTo(row);
            return;
        }
        var from = Vectors(logits);
        var to = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < from.Length; i++) to[i] = from[i] / new Vector<float>(divisor);
        for (var i = from.Length * Vector<float>.Count; i < logits.Length; i++) row[i] = logits[i] / divisor;
    }

    /// <summary>The largest two entries. Without meaning for rows that hold a NaN.</summary>
    public static (float First, float Second) Largest(ReadOnlySpan<float> row)
    {
        var (firsts, seconds) = (new Vector<float>(float.NegativeInfinity), new Vector<float>(float.NegativeInfinity));
        foreach (var some in Vectors(row))
        {
            seconds = Vector.MaxNative(seconds, Vector.MinNative(firsts, some));
            firsts = Vector.MaxNative(firsts, some);
        }
        var (first, second) = (float.NegativeInfinity, float.NegativeInfinity);
        for (var i = 0; i < Vector<float>.Count; i++)
        {
            second = Math.Max(Math.Max(second, seconds[i]), Math.Min(first, firsts[i]));
            first = Math.Max(first, firsts[i]);
        }
        return (first, second);
    }

    /// <summary>Turns logits into weights, exp(x - largest), and gives their sum: NaN when the logits are not a distribution.</summary>
    public static double Exponentials(Span<float> row, float largest)
    {
        var total = 0.0;
        for (var rest = MemoryMarshal.Cast<float, Vector<float>>(row); rest.Length > 0; rest = rest[Math.Min(Run, rest.Length)..])
        {
            var sum = Vector<float>.Zero;
            foreach (ref var some in rest[..Math.Min(Run, rest.Length)]) sum += some = VectorExp.OfNegative(some - new Vector<float>(largest));
            total += Vector.Sum(sum);
        }
        return total;
    }

    /// <summary>The sum of the weights from a floor on.</summary>
    public static double Sum(ReadOnlySpan<float> row, float floor)
    {
        var total = 0.0;
        for (var rest = Vectors(row); rest.Length > 0; rest = rest[Math.Min(Run, rest.Length)..])
        {
            var sum = Vector<float>.Zero;
            foreach (var some in rest[..Math.Min(Run, rest.Length)]) sum += Kept(some, floor);
            total += Vector.Sum(sum);
        }
        return total;
    }

    /// <summary>Sum of p log(p + 1e-10) with p = weight / mass, over the weights from a floor on.</summary>
    public static double NegativeEntropy(ReadOnlySpan<float> row, float floor, float mass)
    {
        var total = 0.0;
        for (var rest = Vectors(row); rest.Length > 0; rest = rest[Math.Min(Run, rest.Length)..])
        {
            var sum = Vector<float>.Zero;
            foreach (var some in rest[..Math.Min(Run, rest.Length)])
            {
                if (Vector.LessThanAll(some, new Vector<float>(floor))) continue; // nearly all vectors of a trained model's rows
                var share = Kept(some, floor) / new Vector<float>(mass);
                sum += share * Vector.Log(share + new Vector<float>(1e-10f));
            }
            total += Vector.Sum(sum);
        }
        return total;
    }

    /// <summary>The first index whose weight is at least this; -1 without one.</summary>
    public static int FirstFrom(ReadOnlySpan<float> row, float floor)
    {
        for (var i = 0; i < row.Length; i += Vector<float>.Count)
            if (Vector.GreaterThanOrEqualAny(new(row[i..]), new Vector<float>(floor)))
                for (var j = i; ; j++)
                    if (row[j] >= floor) return j;
        return -1;
    }

    /// <summary>Indices of weights from a floor on, as many as fit.</summary>
    /// <param name="row">The weights.</param>
    /// <param name="floor">The least of them.</param>
    /// <param name="next">Where to go on; the row's length when it is done.</param>
    /// <param name="indices">Where they go; room for at least one vector.</param>
    public static Span<int> IndicesFrom(ReadOnlySpan<float> row, float floor, ref int next, Span<int> indices)
    {
        var count = 0;
        for (; next < row.Length && count <= indices.Length - Vector<float>.Count; next += Vector<float>.Count)
        {
            if (Vector.LessThanAll(new(row[next..]), new Vector<float>(floor))) continue;
            for (var i = next; i < next + Vector<float>.Count; i++)
            {
                indices[count] = i;
                count += row[i] >= floor ? 1 : 0;
            }
        }
        return indices[..count];
    }

    private static Vector<float> Kept(Vector<float> some, float floor) =>
        Vector.ConditionalSelect(Vector.GreaterThanOrEqual(some, new Vector<float>(floor)), some, Vector<float>.Zero);

    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> row) => MemoryMarshal.Cast<float, Vector<float>>(row);
}
