using System.Numerics;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// The gradient of <see cref="RmsNorm"/> in two passes over each row. With s = 1 / sqrt(mean(x^2) + epsilon), n numbers a row and the gradient g of
/// y = x s w: dx = s w g - x s^3 / n sum(w g x), dw = sum over rows of g x s.
/// </summary>
internal static unsafe class NormGradient
{
    /// <param name="x">What was normalised, [..., hidden].</param>
    /// <param name="weight">[hidden], of the same type.</param>
    /// <param name="gradient">Of what came out, of the shape of x.</param>
    /// <param name="passed">A gradient of x beside the norm's, to be added to it; null: none.</param>
    /// <param name="epsilon">What was added to the mean square.</param>
    /// <returns>The gradients of x and, float32, of the weight.</returns>
    public static (Tensor OfX, Tensor OfWeight) Of(Tensor x, Tensor weight, Tensor gradient, Tensor? passed, double epsilon)
    {
        var ofX = empty_like(x);
        var ofWeight = x.dtype == ScalarType.Float32
            ? Run<Float32Elements>(x, weight, gradient, passed, (float)epsilon, ofX)
            : Run<BFloat16Elements>(x, weight, gradient, passed, (float)epsilon, ofX);
        return (ofX, ofWeight);
    }

    private static Tensor Run<T>(Tensor x, Tensor weight, Tensor gradient, Tensor? passed, float epsilon, Tensor ofX)
        where T : struct, IElements
    {
        var width = (int)weight.numel();
        var rows = (int)(x.numel() / width);
        var shares = TensorPass.Shares(rows, x.numel());
        using var sums = new ShareSums(shares, width);
        var (from, by, of, to) =
            (TensorMemory.Address(x), TensorMemory.Address(weight), TensorMemory.Address(gradient), TensorMemory.Address(ofX));
        var beside = passed is null ? 0 : TensorMemory.Address(passed);
        var bytes = (nint)width * T.Size;
        TensorPass.Run(rows, shares, (share, begin, end) =>
        {
            for (var row = begin; row < end; row++)
                Row<T>(
                    (byte*)(from + row * bytes), (byte*)by, (byte*)(of + row * bytes), beside == 0 ? null : (byte*)(beside + row * bytes), width,
                    epsilon, (byte*)(to + row * bytes), sums[share]);
        });
        foreach (var tensor in new[] { x, weight, gradient, passed, ofX }) GC.KeepAlive(tensor);
        return sums.Total();
    }

    private static void Row<T>(byte* x, byte* by, byte* of, byte* beside, int width, float epsilon, byte* to, float* sums)
        where T : struct, IElements
    {
        var (squares, products) = (Vector<float>.Zero, Vector<float>.Zero);
        for (var i = 0; i < width; i += TensorPass.Step)
        {
            var (at, left) = (i * T.Size, width - i);
            var (first, second) = TensorPass.Read<T>(x + at, left);
            var (firstWeight, secondWeight) = TensorPass.Read<T>(by + at, left);
            var (firstOf, secondOf) = TensorPass.Read<T>(of + at, left);
            squares += first * first + second * second;
            products += first * (firstWeight * firstOf) + second * (secondWeight * secondOf);
        }
        var inverse = 1 / MathF.Sqrt(Vector.Sum(squares) / width + epsilon);
        var scale = new Vector<float>(inverse);
        var pull = new Vector<float>(inverse * inverse * inverse * Vector.Sum(products) / width);
        for (var i = 0; i < width; i += TensorPass.Step)
        {
            var (at, left) = (i * T.Size, width - i);
            var (first, second) = TensorPass.Read<T>(x + at, left);
            var (firstWeight, secondWeight) = TensorPass.Read<T>(by + at, left);
            var (firstOf, secondOf) = TensorPass.Read<T>(of + at, left);
            var (firstTo, secondTo) =
                (firstOf * firstWeight * scale - first * pull, secondOf * secondWeight * scale - second * pull);
            if (beside != null)
            {
                var (firstBeside, secondBeside) = TensorPass.Read<T>(beside + at, left);
                (firstTo, secondTo) = (firstTo + firstBeside, secondTo + secondBeside);
            }
            TensorPass.Write<T>(to + at, left, firstTo, secondTo);
            (Vector.Load(sums + i) + firstOf * T.Rounded(first * scale)).Store(sums + i);
            var next = sums + i + Vector<float>.Count;
            (Vector.Load(next) + secondOf * T.Rounded(second * scale)).Store(next);
        }
    }
}
