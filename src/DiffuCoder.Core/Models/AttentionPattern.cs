using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>Which query may see which key, in the form torch's fused attention takes it.</summary>
/// <param name="Mask">True = may attend, bool broadcastable to [B, heads, L, L]; null = no restriction beyond <paramref name="IsCausal"/>.</param>
/// <param name="IsCausal">Every position sees itself and what stands before it.</param>
internal sealed record AttentionPattern(Tensor? Mask, bool IsCausal) : Attention
{
    /// <inheritdoc/>
    public override Tensor Mix(int layer, Tensor queries, Tensor keys, Tensor values) => GroupedAttention.Of(queries, keys, values, this);

    /// <inheritdoc/>
    public override Tensor MixBeside(int layer, Tensor queries, Tensor keys, Tensor values) => RecordedPass.FitsAttention(queries, keys, values, this)
        ? RecordedAttention.Of(queries, keys, values, this)
        : base.MixBeside(layer, queries, keys, values);

    public static AttentionPattern Of(TokenBatch batch, AttentionKind kind)
    {
        using var scope = NewDisposeScope();
        var keys = batch.AttentionMask?.unsqueeze(1).unsqueeze(1);
        if (batch.Edges is null && keys is null) return new(null, kind == AttentionKind.Causal);
        var edges = batch.Edges switch
        {
            { ndim: 2 } shared => shared.unsqueeze(0).unsqueeze(0),
            { } perRow => perRow.unsqueeze(1),
            null when kind == AttentionKind.Causal => ones(batch.Length, batch.Length, ScalarType.Bool, batch.Tokens.device).tril(),
            null => null,
        };
        var mask = (edges, keys) switch
        {
            ({ } e, { } k) => e & k,
            ({ } e, null) => e.alias(),
            _ => keys!,
        };
        return new(mask.MoveToOuterDisposeScope(), false);
    }
}
