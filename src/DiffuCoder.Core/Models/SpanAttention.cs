using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Spans of several rows, laid end to end, each of which sees its own row: what it reads now and what was read of the rest before. Rows need not be
/// of one length and there is no padding, so a row does not depend on its neighbours.
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
            // the first span of a causal row sees itself and what stands before; one position sees all that was read
            var pattern = new AttentionPattern(null, Kind == AttentionKind.Causal && span.Length > 1);
            mixed.Add(GroupedAttention.Of(queries.narrow(2, begin, span.Length).contiguous(), allKeys, allValues, pattern));
            begin += span.Length;
        }
        return mixed.Count == 1 ? mixed[0] : cat(mixed, 2);
    }
}
