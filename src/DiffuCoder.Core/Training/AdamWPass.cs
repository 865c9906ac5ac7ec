using System.Numerics;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// The numbers of one update of <see cref="AdamW"/>, and the update of one weight in one pass, with the operations of torch and their roundings but
/// for the root, whose last digit torch leaves open.
/// </summary>
internal sealed record AdamWPass
{
    /// <summary>What gradients are multiplied by.</summary>
    public required float GradientScale { get; init; }

    /// <summary>b1 and b2.</summary>
    public required (float First, float Second) Kept { get; init; }

    /// <summary>1 - b1 and 1 - b2.</summary>
    public required (float First, float Second) Shares { get; init; }

    /// <summary>sqrt(1 - b2^n).</summary>
    public required float Correction { get; init; }

    /// <summary>What is added to the root.</summary>
    public required float Epsilon { get; init; }

    /// <summary>-lr / (1 - b1^n).</summary>
    public required float Rate { get; init; }

    /// <summary>Whether it can be done in one pass.</summary>
    public static bool Fits(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors)
            if (tensor.dtype != ScalarType.Float32 || !TensorMemory.IsPlain(tensor)) return false;
        return true;
    }

    /// <summary>Updates a weight and its moments; the gradient stays as it is.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">m.</param>
    /// <param name="second">v.</param>
    /// <param name="decayed">1 - lr wd.</param>
    public unsafe void Update(Tensor weight, Tensor gradient, Tensor first, Tensor second, float decayed)
    {
        long count = weight.numel(), step = Vector<float>.Count;
        var (weights, gradients) = (TensorMemory.Address(weight), TensorMemory.Address(gradient));
        var (means, squares) = (TensorMemory.Address(first), TensorMemory.Address(second));
        TensorPass.Run((int)((count + step - 1) / step), count, (begin, end) =>
        {
            float* w = (float*)weights, g = (float*)gradients, m = (float*)means, v = (float*)squares;
            var last = Math.Min(end * step, count);
            var i = begin * step;
            for (; i <= last - step; i += step)
            {
                var (mean, square) = (Vector.Load(m + i), Vector.Load(v + i));
                var next = Next(Vector.Load(w + i), Vector.Load(g + i), ref mean, ref square, decayed);
                mean.Store(m + i);
                square.Store(v + i);
                next.Store(w + i);
            }
            for (; i < last; i++)
            {
                var (mean, square) = (new Vector<float>(m[i]), new Vector<float>(v[i]));
                w[i] = Next(new(w[i]), new(g[i]), ref mean, ref square, decayed)[0];
                (m[i], v[i]) = (mean[0], square[0]);
            }
        });
        foreach (var tensor in new[] { weight, gradient, first, second }) GC.KeepAlive(tensor);
    }

    private Vector<float> Next(Vector<float> weight, Vector<float> gradient, ref Vector<float> mean, ref Vector<float> square, float decayed)
    {
        var scaled = gradient * GradientScale;
        mean = Vector.FusedMultiplyAdd(scaled, new(Shares.First), mean * Kept.First);
        square = Vector.FusedMultiplyAdd(scaled * Shares.Second, scaled, square * Kept.Second);
        var spread = Vector.SquareRoot(square) / new Vector<float>(Correction) + new Vector<float>(Epsilon);
        return weight * decayed + mean * Rate / spread;
    }
}
