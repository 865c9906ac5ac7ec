using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>x / sqrt(mean(x^2) + epsilon) * weight, with float32 statistics (Zhang and Sennrich, arXiv 1910.07467).</summary>
internal static class RmsNorm
{
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon)
    {
        using var scope = NewDisposeScope();
        var wide = x.As(ScalarType.Float32);
        using Scalar term = epsilon; // held: TorchSharp frees a Scalar that nobody holds while its native call may still read it
        var scale = wide.square().mean([-1], keepdim: true).add(term).rsqrt();
        return ((wide * scale).As(x.dtype) * weight.As(x.dtype)).MoveToOuterDisposeScope();
    }
}
