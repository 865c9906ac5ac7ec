using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Rotary position tables: the pair (i, i + d/2) of a head turns by position / theta^(2i/d)
/// (Su et al., arXiv 2104.09864, in the half-split order of Qwen2).
/// </summary>
/// <param name="Cos">Cosines, [B or 1, 1, L, d].</param>
/// <param name="Sin">Sines, [B or 1, 1, L, d].</param>
internal sealed record RotaryPositions(Tensor Cos, Tensor Sin)
{
    /// <summary>Inverse frequencies, float32 [d/2].</summary>
    public static Tensor InverseFrequencies(ModelConfig config, torch.Device device)
    {
        using var scope = NewDisposeScope();
        using Scalar start = 0, end = config.HeadSize, step = 2;
        var exponents = arange(start, end, step, ScalarType.Float32, device).DividedBy(config.HeadSize);
        return pow(config.RopeTheta, exponents).reciprocal().MoveToOuterDisposeScope();
    }

    /// <summary>The tables for given positions, computed in float32 and cast once.</summary>
    public static RotaryPositions At(Tensor positionIds, Tensor inverseFrequencies, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var angles = positionIds.to(ScalarType.Float32).unsqueeze(-1) * inverseFrequencies;
        var both = cat([angles, angles], -1).unsqueeze(1);
        return new(both.cos().to(dtype).MoveToOuterDisposeScope(), both.sin().to(dtype).MoveToOuterDisposeScope());
    }

    /// <summary>Turns queries or keys, [B, heads, L, d].</summary>
    public Tensor Turn(Tensor heads)
    {
        var half = heads.shape[3] / 2;
        var left = heads.narrow(3, 0, half);
        var right = heads.narrow(3, half, half);
        return (heads * Cos).Plus(cat([-right, left], -1) * Sin);
    }
}
