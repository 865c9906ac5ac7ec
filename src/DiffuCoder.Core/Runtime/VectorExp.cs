using System.Numerics;

namespace DiffuCoder.Runtime;

/// <summary>
/// exp of a vector as 2^n exp(r) with |r| at most ln 2 / 2; constants of expf in Moshier's Cephes library. Unlike <c>Vector.Exp</c> it gives exactly
/// 1 at 0. NaN stays NaN.
/// </summary>
internal static class VectorExp
{
    /// <summary>exp(x) for x at most 0; less than the least normal float32 becomes 0.</summary>
    public static Vector<float> OfNegative(Vector<float> x)
    {
        var fraction = Fraction(x, out var n);
        return Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(-87.3f)), Vector<float>.Zero, fraction * PowerOfTwo(n));
    }

    /// <summary>exp(x), infinity where it is no float32.</summary>
    public static Vector<float> Of(Vector<float> x)
    {
        // the constants come first: of two numbers one of which is NaN, processors give the second, or NaN. Between the two constants both halves of
        // the power are float32
        var within = Vector.MaxNative(new Vector<float>(-104f), Vector.MinNative(new Vector<float>(89f), x));
        var fraction = Fraction(within, out var n);
        var half = n >> 1;
        return fraction * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    private static Vector<float> Fraction(Vector<float> x, out Vector<int> power)
    {
        var n = Vector.Round(x * new Vector<float>(1.44269504f));
        power = Vector.ConvertToInt32Native(n);
        var r = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), x));
        var sum = new Vector<float>(1.9875691500e-4f);
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(1.3981999507e-3f));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(8.3334519073e-3f));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(4.1665795894e-2f));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(1.6666665459e-1f));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(0.5f));
        return Vector.MultiplyAddEstimate(sum, r * r, r) + Vector<float>.One;
    }

    private static Vector<float> PowerOfTwo(Vector<int> n) => Vector.AsVectorSingle((n + new Vector<int>(127)) << 23);
}
