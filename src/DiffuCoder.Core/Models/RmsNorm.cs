using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>x / sqrt(mean(x^2) + epsilon) * weight, with float32 statistics (Zhang and Sennrich, arXiv 1910.07467).</summary>
internal static class RmsNorm
{
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon)
    {
        using var scope = NewDisposeScope();
        var wide = x.As(ScalarType.Float32);
        var scale = (wide * wide).mean([-1], keepdim: true).Plus(epsilon).rsqrt();
        return ((wide * scale).As(x.dtype) * weight.As(x.dtype)).MoveToOuterDisposeScope();
    }
}
