using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>The random numbers of one drawing.</summary>
/// <param name="Ratios">The mask ratio r of each group of rows, which are of one size and lie side by side; one for all rows.</param>
/// <param name="Uniforms">Matrices of uniform numbers in [0, 1), float32 [B, Lc].</param>
public sealed record MaskDrawing(IReadOnlyList<double> Ratios, IReadOnlyList<Tensor> Uniforms)
{
    /// <summary>A drawing whose rows share a ratio.</summary>
    /// <param name="ratio">The mask ratio, r.</param>
    /// <param name="uniforms">Matrices of uniform numbers in [0, 1), float32 [B, Lc].</param>
    public MaskDrawing(double ratio, IReadOnlyList<Tensor> uniforms)
        : this([ratio], uniforms)
    {
    }

    /// <summary>The masks of a variant, bool [B, Lc], with the weights of their rows.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="counted">True for the tokens that are learned from, bool [B, Lc].</param>
    internal IReadOnlyList<MaskedView> Masks(MaskVariant variant, Tensor counted)
    {
        if (Ratios is [var ratio])
            return [.. variant.Masks(new(ratio, Uniforms, counted)).Select(mask => new MaskedView(mask.Masked, mask.Weight)
            {
                RowWeights = mask.RowWeights,
            })];
        var size = Uniforms[0].shape[0] / Ratios.Count;
        Tensor Group(Tensor all, int group) => all.narrow(0, group * size, size);
        var groups = Ratios.Select((own, group) =>
            variant.Masks(new(own, [.. Uniforms.Select(uniform => Group(uniform, group))], Group(counted, group)))).ToList();
        return [.. groups[0].Select((_, pass) => new MaskedView(cat([.. groups.Select(masks => masks[pass].Masked)]), double.NaN)
        {
            RowWeights = cat([.. groups.Select(masks => masks[pass].RowWeights ?? ones(size, 1).Times(masks[pass].Weight))]),
        })];
    }
}
