using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>Attention of more query heads than key heads. torch's fused kernel takes as many of both.</summary>
internal static class GroupedAttention
{
    /// <param name="queries">[B, heads, L, d].</param>
    /// <param name="keys">[B, key heads, K, d].</param>
    /// <param name="values">[B, key heads, K, d].</param>
    /// <param name="pattern">Who attends to whom.</param>
    /// <returns>[B, heads, L, d].</returns>
    public static Tensor Of(Tensor queries, Tensor keys, Tensor values, AttentionPattern pattern)
    {
        var shape = queries.shape;
        var (heads, keyHeads) = (shape[1], keys.shape[1]);
        // where all queries of a row see the same keys, those that share a key head are one long list of queries: nothing is copied
        var isOfKeysOnly = !pattern.IsCausal && (pattern.Mask is not { } mask || mask.shape[^2] == 1 && mask.shape[1] == 1);
        if (heads == keyHeads || !isOfKeysOnly || !queries.is_contiguous())
            return F.scaled_dot_product_attention(queries, Shared(keys, heads), Shared(values, heads), pattern.Mask, 0, pattern.IsCausal);
        return F.scaled_dot_product_attention(queries.view(shape[0], keyHeads, -1, shape[3]), keys, values, pattern.Mask, 0, false).reshape(shape);
    }

    private static Tensor Shared(Tensor keys, long heads)
    {
        var shape = keys.shape;
        if (heads == shape[1]) return keys;
        return keys.unsqueeze(2).expand(shape[0], shape[1], heads / shape[1], shape[2], shape[3]).reshape(shape[0], heads, shape[2], shape[3]);
    }
}
