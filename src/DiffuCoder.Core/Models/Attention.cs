using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>Who attends to whom, and how that is computed: the part of a block in which positions meet.</summary>
internal abstract record Attention
{
    /// <summary>What each query takes from the values it may see.</summary>
    /// <param name="layer">Index of the block.</param>
    /// <param name="queries">[B, heads, L, d], turned.</param>
    /// <param name="keys">[B, key heads, L, d], turned.</param>
    /// <param name="values">[B, key heads, L, d].</param>
    /// <returns>[B, heads, L, d], in the current dispose scope.</returns>
    public abstract Tensor Mix(int layer, Tensor queries, Tensor keys, Tensor values);

    /// <summary>The same with the heads of each position side by side, [B L, heads d].</summary>
    /// <param name="layer">Index of the block.</param>
    /// <param name="queries">[B, heads, L, d], turned.</param>
    /// <param name="keys">[B, key heads, L, d], turned.</param>
    /// <param name="values">[B, key heads, L, d].</param>
    public virtual Tensor MixBeside(int layer, Tensor queries, Tensor keys, Tensor values) =>
        Mix(layer, queries, keys, values).transpose(1, 2).reshape(queries.shape[0] * queries.shape[2], -1);
}
