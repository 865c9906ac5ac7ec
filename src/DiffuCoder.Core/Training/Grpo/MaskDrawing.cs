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
    internal IReadOnlyList<MaskedView> Masks(MaskVariant variant)
    {
        if (Ratios is [var ratio]) return [.. variant.Masks(ratio, Uniforms).Select(mask => new MaskedView(mask.Masked, mask.Weight))];
        var size = Uniforms[0].shape[0] / Ratios.Count;
        var groups = Ratios.Select((own, group) => variant.Masks(own, [.. Uniforms.Select(u => u.narrow(0, group * size, size))])).ToList();
        return [.. groups[0].Select((_, pass) => new MaskedView(cat([.. groups.Select(masks => masks[pass].Masked)]), double.NaN)
        {
            RowWeights = tensor([.. groups.SelectMany(masks => Enumerable.Repeat((float)masks[pass].Weight, (int)size))], [Uniforms[0].shape[0], 1]),
        })];
    }
}
