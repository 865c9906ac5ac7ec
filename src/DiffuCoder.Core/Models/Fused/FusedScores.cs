using System.Numerics;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// The softmax of attention's scores, and its gradient, each in one pass over the scores that writes over them: p = softmax(c s + b) with the scale c
/// and b = 0 where a query may see a key and -infinity elsewhere; with the gradient g of p, that of s is c p (g - sum over keys of p g). A query that
/// sees nothing gets zeros, as torch's fused attention has it.
/// </summary>
internal static unsafe class FusedScores
{
    /// <summary>Scores to probabilities.</summary>
    /// <param name="scores">[B, heads, L, K]; written over.</param>
    /// <param name="seen">b, float32 [B or 1, L or 1, K]; null: every query sees every key.</param>
    /// <param name="scale">c.</param>
    public static void Softmax(Tensor scores, Tensor? seen, double scale)
    {
        if (scores.dtype == ScalarType.Float32) Softmax<Float32Elements>(scores, seen, (float)scale);
        else Softmax<BFloat16Elements>(scores, seen, (float)scale);
    }

    /// <summary>Gradients of probabilities to those of scores.</summary>
    /// <param name="probabilities">[..., K].</param>
    /// <param name="gradients">Of the same shape; written over.</param>
    /// <param name="scale">c.</param>
    public static void Gradient(Tensor probabilities, Tensor gradients, double scale)
    {
        if (probabilities.dtype == ScalarType.Float32) Gradient<Float32Elements>(probabilities, gradients, (float)scale);
        else Gradient<BFloat16Elements>(probabilities, gradients, (float)scale);
    }

    private static void Softmax<T>(Tensor scores, Tensor? seen, float scale)
        where T : struct, IElements
    {
        var (heads, length, keys) = ((int)scores.shape[1], (int)scores.shape[2], (int)scores.shape[3]);
        var (at, bias) = (TensorMemory.Address(scores), seen is null ? 0 : TensorMemory.Address(seen));
        var (perRow, perQuery) = seen is null ? (0, 0) : (seen.shape[0] > 1 ? (int)seen.shape[1] : 0, seen.shape[1] > 1 ? 1 : 0);
        TensorPass.Run((int)(scores.numel() / keys), scores.numel(), (begin, end) =>
        {
            var exponentials = new float[keys + TensorPass.Step];
            fixed (float* scratch = exponentials)
                for (var i = begin; i < end; i++)
                {
                    var (row, query) = (i / (heads * length), i % length);
                    var own = bias == 0 ? null : (float*)bias + ((long)row * perRow + query * perQuery) * keys;
                    Row<T>((byte*)(at + (nint)i * keys * T.Size), own, keys, scale, scratch);
                }
        });
        GC.KeepAlive(scores);
        GC.KeepAlive(seen);
    }

    private static void Row<T>(byte* scores, float* bias, int keys, float scale, float* scratch)
        where T : struct, IElements
    {
        var (times, count) = (new Vector<float>(scale), Vector<float>.Count);
        var most = new Vector<float>(float.NegativeInfinity);
        for (var i = 0; i < keys; i += TensorPass.Step)
        {
            var left = keys - i;
            var (first, second) = TensorPass.Read<T>(scores + i * T.Size, left);
            (first, second) = (first * times, second * times);
            if (bias != null)
            {
                var (firstBias, secondBias) = TensorPass.Read<Float32Elements>((byte*)(bias + i), left);
                (first, second) = (first + firstBias, second + secondBias);
            }
            first.Store(scratch + i);
            second.Store(scratch + i + count);
            for (var behind = left; behind < TensorPass.Step; behind++) scratch[i + behind] = float.NegativeInfinity;
            most = Vector.Max(most, Vector.Max(Vector.Load(scratch + i), Vector.Load(scratch + i + count)));
        }
        var largest = float.NegativeInfinity;
        for (var i = 0; i < count; i++) largest = MathF.Max(largest, most[i]);
        var top = new Vector<float>(float.IsNegativeInfinity(largest) ? 0 : largest);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < keys; i += TensorPass.Step)
        {
            var (first, second) = (Exp(Vector.Load(scratch + i) - top), Exp(Vector.Load(scratch + i + count) - top));
            first.Store(scratch + i);
            second.Store(scratch + i + count);
            sum += first + second;
        }
        var total = Vector.Sum(sum);
        var share = new Vector<float>(total == 0 ? 0 : 1 / total);
        for (var i = 0; i < keys; i += TensorPass.Step)
            TensorPass.Write<T>(scores + i * T.Size, keys - i, Vector.Load(scratch + i) * share, Vector.Load(scratch + i + count) * share);
    }

    private static Vector<float> Exp(Vector<float> x) => VectorExp.OfNegative(x);

    private static void Gradient<T>(Tensor probabilities, Tensor gradients, float scale)
        where T : struct, IElements
    {
        var keys = (int)probabilities.shape[^1];
        var (from, at) = (TensorMemory.Address(probabilities), TensorMemory.Address(gradients));
        TensorPass.Run((int)(probabilities.numel() / keys), probabilities.numel(), (begin, end) =>
        {
            for (var i = begin; i < end; i++)
            {
                var bytes = (nint)i * keys * T.Size;
                Back<T>((byte*)(from + bytes), (byte*)(at + bytes), keys, scale);
            }
        });
        GC.KeepAlive(probabilities);
        GC.KeepAlive(gradients);
    }

    private static void Back<T>(byte* probabilities, byte* gradients, int keys, float scale)
        where T : struct, IElements
    {
        var products = Vector<float>.Zero;
        for (var i = 0; i < keys; i += TensorPass.Step)
        {
            var (at, left) = (i * T.Size, keys - i);
            var (p, pNext) = TensorPass.Read<T>(probabilities + at, left);
            var (g, gNext) = TensorPass.Read<T>(gradients + at, left);
            products += p * g + pNext * gNext;
        }
        var (mean, times) = (new Vector<float>(Vector.Sum(products)), new Vector<float>(scale));
        for (var i = 0; i < keys; i += TensorPass.Step)
        {
            var (at, left) = (i * T.Size, keys - i);
            var (p, pNext) = TensorPass.Read<T>(probabilities + at, left);
            var (g, gNext) = TensorPass.Read<T>(gradients + at, left);
            TensorPass.Write<T>(gradients + at, left, p * times * (g - mean), pNext * times * (gNext - mean));
        }
    }
}
