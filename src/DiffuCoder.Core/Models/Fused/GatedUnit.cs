using System.Numerics;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// <see cref="SwiGlu"/> of one product that holds gate and up of each position, and its gradients. With s = 1 / (1 + exp(-g)), y = g s u and dy:
/// du = dy g s, dg = dy u s (1 + g (1 - s)).
/// </summary>
internal static unsafe class GatedUnit
{
    /// <param name="joined">Gate and up, [N, 2 n].</param>
    /// <returns>[N, n].</returns>
    public static Tensor Of(Tensor joined)
    {
        var result = empty([joined.shape[0], joined.shape[1] / 2], joined.dtype);
        if (joined.dtype == ScalarType.Float32) Run<Float32Elements>(joined, null, result);
        else Run<BFloat16Elements>(joined, null, result);
        return result;
    }

    /// <summary>The gradient of gate and up.</summary>
    /// <param name="joined">Gate and up, [N, 2 n].</param>
    /// <param name="gradient">Of the result, [N, n].</param>
    /// <returns>[N, 2 n].</returns>
    public static Tensor Gradient(Tensor joined, Tensor gradient)
    {
        var result = empty_like(joined);
        if (joined.dtype == ScalarType.Float32) Run<Float32Elements>(joined, gradient, result);
        else Run<BFloat16Elements>(joined, gradient, result);
        return result;
    }

    private static void Run<T>(Tensor joined, Tensor? gradient, Tensor result)
        where T : struct, IElements
    {
        var (from, of, to) = (TensorMemory.Address(joined), gradient is null ? 0 : TensorMemory.Address(gradient), TensorMemory.Address(result));
        var width = (int)joined.shape[1] / 2;
        var bytes = (nint)width * T.Size;
        TensorPass.Run((int)joined.shape[0], joined.numel(), (begin, end) =>
        {
            for (var row = begin; row < end; row++)
            {
                var gate = (byte*)(from + 2 * row * bytes);
                if (of == 0) Row<T>(gate, gate + bytes, width, (byte*)(to + row * bytes));
                else
                {
                    var ofGate = (byte*)(to + 2 * row * bytes);
                    Back<T>(gate, gate + bytes, (byte*)(of + row * bytes), width, ofGate, ofGate + bytes);
                }
            }
        });
        foreach (var tensor in new[] { joined, gradient, result }) GC.KeepAlive(tensor);
    }

    private static void Row<T>(byte* gate, byte* up, int width, byte* to)
        where T : struct, IElements
    {
        for (var i = 0; i < width; i += TensorPass.Step)
        {
            var (at, left) = (i * T.Size, width - i);
            var (x, xNext) = TensorPass.Read<T>(gate + at, left);
            var (y, yNext) = TensorPass.Read<T>(up + at, left);
            TensorPass.Write<T>(to + at, left, T.Rounded(x / Denominator(x)) * y, T.Rounded(xNext / Denominator(xNext)) * yNext);
        }
    }

    private static void Back<T>(byte* gate, byte* up, byte* of, int width, byte* ofGate, byte* ofUp)
        where T : struct, IElements
    {
        for (var i = 0; i < width; i += TensorPass.Step)
        {
            var (at, left) = (i * T.Size, width - i);
            var (x, xNext) = TensorPass.Read<T>(gate + at, left);
            var (y, yNext) = TensorPass.Read<T>(up + at, left);
            var (d, dNext) = TensorPass.Read<T>(of + at, left);
            var (s, sNext) = (Sigmoid(x), Sigmoid(xNext));
            TensorPass.Write<T>(ofGate + at, left, d * y * Slope(x, s), dNext * yNext * Slope(xNext, sNext));
            TensorPass.Write<T>(ofUp + at, left, d * T.Rounded(x * s), dNext * T.Rounded(xNext * sNext));
        }
    }

    private static Vector<float> Slope(Vector<float> x, Vector<float> s) => s * (Vector<float>.One + x * (Vector<float>.One - s));

    private static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / Denominator(x);

    private static Vector<float> Denominator(Vector<float> x) => Vector<float>.One + VectorExp.Of(-x);
}
