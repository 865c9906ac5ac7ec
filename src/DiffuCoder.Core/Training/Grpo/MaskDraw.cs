using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>What the masks of a drawing are made from.</summary>
/// <param name="Ratio">The mask ratio, r.</param>
/// <param name="Uniforms">Independent matrices of uniform numbers in [0, 1), float32 [B, Lc].</param>
/// <param name="Counted">True for the tokens that are learned from, bool [B, Lc].</param>
public readonly record struct MaskDraw(double Ratio, IReadOnlyList<Tensor> Uniforms, Tensor Counted);

/// <summary>A mask of a drawing.</summary>
/// <param name="Masked">bool [B, Lc].</param>
/// <param name="Weight">What the log-probability of a masked token counts; no number where rows have weights of their own.</param>
public readonly record struct DrawnMask(Tensor Masked, double Weight)
{
    /// <summary>A mask whose rows have weights of their own.</summary>
    /// <param name="masked">bool [B, Lc].</param>
    /// <param name="rowWeights">float32 [B, 1].</param>
    public DrawnMask(Tensor masked, Tensor rowWeights)
        : this(masked, double.NaN) => RowWeights = rowWeights;

    /// <summary>The weights of the rows, float32 [B, 1]; null: that is the one of all.</summary>
    public Tensor? RowWeights { get; }
}
