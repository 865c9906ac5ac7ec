using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>
/// Spans of several rows, laid end to end, each of which sees its own row: what it reads now and what was read of the rest before. Rows need not be of
/// one length and there is no padding, so a row does not depend on its neighbours.
/// </summary>
/// <param name="Spans">The spans, in the order in which their positions lie.</param>
/// <param name="Kind">Whether positions see what stands behind them.</param>
internal sealed record SpanAttention(IReadOnlyList<CanvasSpan> Spans, AttentionKind Kind) : Attention
{
    /// <inheritdoc/>
    public override Tensor Mix(int layer, Tensor queries, Tensor keys, Tensor values)
    {
        var mixed = new List<Tensor>(Spans.Count);
        var begin = 0;
        foreach (var span in Spans)
        {
            span.Read.Write(layer, span.Start, keys.narrow(2, begin, span.Length), values.narrow(2, begin, span.Length));
            var (allKeys, allValues) = span.Read.Before(layer, Kind == AttentionKind.Causal ? span.End : span.Tokens.Count);
            mixed.Add(Look(queries.narrow(2, begin, span.Length), allKeys, allValues, Kind == AttentionKind.Causal && span.Length > 1));
            begin += span.Length;
        }
        return mixed.Count == 1 ? mixed[0] : cat(mixed, 2);
    }

    private static Tensor Look(Tensor queries, Tensor keys, Tensor values, bool causal)
    {
        if (causal)
            return F.scaled_dot_product_attention(queries, Shared(keys, queries.shape[1]), Shared(values, queries.shape[1]), null, 0, true);
        // without a mask the queries of a group are as good as further positions, and their keys need not be repeated
        var grouped = queries.reshape(1, keys.shape[1], -1, queries.shape[3]);
        return F.scaled_dot_product_attention(grouped, keys, values).reshape(queries.shape);
    }
}
