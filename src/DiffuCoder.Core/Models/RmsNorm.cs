using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>x / sqrt(mean(x^2) + epsilon) * weight, with float32 statistics (Zhang and Sennrich, arXiv 1910.07467).</summary>
internal static class RmsNorm
{
    /// <param name="x">What is normalised, [..., hidden].</param>
    /// <param name="weight">[hidden].</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    /// <param name="fused">Whether no gradient will be asked for.</param>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon, bool fused)
    {
        using var scope = NewDisposeScope();
        // one that is stored otherwise goes the way of a float32 copy
        var wideWeight = weight.As(ScalarType.Float32);
        if (RecordedPass.Fits(x, [wideWeight])) return RecordedNorm.Of(x, wideWeight, epsilon).MoveToOuterDisposeScope();
        var by = weight.As(x.dtype);
        if (fused && TensorMemory.IsPlain(x) && TensorMemory.IsPlain(by)) return FusedNorm.Apply(x, by, epsilon).MoveToOuterDisposeScope();
        var wide = x.As(ScalarType.Float32);
        var scale = (wide * wide).mean([-1], keepdim: true).Plus(epsilon).rsqrt();
        return ((wide * scale).As(x.dtype) * by).MoveToOuterDisposeScope();
    }
}
