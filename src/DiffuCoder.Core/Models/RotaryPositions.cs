using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Rotary position tables: the pair (i, i + d/2) of a head turns by position times its frequency
/// (Su et al., arXiv 2104.09864, in the half-split order of Qwen2).
/// </summary>
/// <param name="Cos">Cosines, [B or 1, 1, L, d].</param>
/// <param name="Sin">Sines, [B or 1, 1, L, d].</param>
internal sealed record RotaryPositions(Tensor Cos, Tensor Sin)
{
    /// <summary>The tables for given positions, computed in float32 and cast once.</summary>
    public static RotaryPositions At(Tensor positionIds, RotaryFrequencies frequencies, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var angles = positionIds.to(ScalarType.Float32).unsqueeze(-1) * frequencies.Inverse;
        var both = cat([angles, angles], -1).unsqueeze(1);
        return new(Table(both.cos()), Table(both.sin()));

        Tensor Table(Tensor turned)
        {
            var scaled = frequencies.Attention == 1 ? turned : turned.Times(frequencies.Attention);
            return scaled.to(dtype).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Turns queries or keys, [B, L, heads * d], and parts their heads, [B, heads, L, d].</summary>
    /// <param name="projected">What is turned.</param>
    /// <param name="headSize">d.</param>
    /// <param name="fused">Whether no gradient will be asked for.</param>
    public Tensor Turn(Tensor projected, int headSize, bool fused)
    {
        var parted = projected.view(projected.shape[0], projected.shape[1], -1, headSize);
        return fused && TensorMemory.IsPlain(projected) && TensorMemory.IsPlain(Cos) && TensorMemory.IsPlain(Sin) && Cos.dtype == projected.dtype
            ? FusedRotary.Turn(parted, Cos, Sin)
            : Turn(parted.transpose(1, 2));
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
