using System.Numerics;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary><see cref="RmsNorm"/> in two passes over each row instead of seven over all of them, with the same roundings.</summary>
internal static unsafe class FusedNorm
{
    /// <param name="x">What is normalised, [..., hidden].</param>
    /// <param name="weight">[hidden], of the same type.</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon)
    {
        var result = empty_like(x);
        if (x.dtype == ScalarType.Float32) Run<Float32Elements>(x, weight, (float)epsilon, result);
        else Run<BFloat16Elements>(x, weight, (float)epsilon, result);
        return result;
    }

    private static void Run<T>(Tensor x, Tensor weight, float epsilon, Tensor result)
        where T : struct, IElements
    {
        if (x.numel() == 0) return;
        var width = (int)weight.numel();
        var (from, by, to) = (TensorMemory.Address(x), TensorMemory.Address(weight), TensorMemory.Address(result));
        var bytes = (nint)width * T.Size;
        TensorPass.Run((int)(x.numel() / width), x.numel(), (begin, end) =>
        {
            for (var row = begin; row < end; row++) Row<T>((byte*)(from + row * bytes), (byte*)by, width, epsilon, (byte*)(to + row * bytes));
        });
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(result);
    }

    private static void Row<T>(byte* from, byte* by, int width, float epsilon, byte* to)
        where T : struct, IElements
    {
        var scale = new Vector<float>(1 / MathF.Sqrt(SumOfSquares<T>(from, width) / width + epsilon));
        var i = 0;
        for (; i <= width - TensorPass.Step; i += TensorPass.Step)
        {
            var (first, second) = T.Load(from + i * T.Size);
            var (firstWeight, secondWeight) = T.Load(by + i * T.Size);
            T.Store(to + i * T.Size, T.Rounded(first * scale) * firstWeight, T.Rounded(second * scale) * secondWeight);
        }
        if (i == width) return;
        var (x, y) = TensorPass.LoadSome<T>(from + i * T.Size, width - i);
        var (xWeight, yWeight) = TensorPass.LoadSome<T>(by + i * T.Size, width - i);
        TensorPass.StoreSome<T>(to + i * T.Size, width - i, T.Rounded(x * scale) * xWeight, T.Rounded(y * scale) * yWeight);
    }

    private static float SumOfSquares<T>(byte* from, int width)
        where T : struct, IElements
    {
        var (firstSum, secondSum) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i <= width - TensorPass.Step; i += TensorPass.Step)
        {
            var (first, second) = T.Load(from + i * T.Size);
            firstSum += first * first;
            secondSum += second * second;
        }
        if (i == width) return Vector.Sum(firstSum + secondSum);
        var (x, y) = TensorPass.LoadSome<T>(from + i * T.Size, width - i);
        return Vector.Sum(firstSum + x * x + (secondSum + y * y));
    }
}
