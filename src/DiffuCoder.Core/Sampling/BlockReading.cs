using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// Reads a window of each row against the keys and values of the rest, and the whole row where what was read of the rest is out of date. Rows are
/// read in one pass, each its own part: one may be read in full beside others that are not.
/// </summary>
internal sealed class BlockReading(TransformerModel model, Cache cache) : CanvasReading
{
    private readonly Dictionary<int, CachedRow> rows = [];
    private readonly int maskId = Canvas.MaskOf(model.Config);

    /// <inheritdoc/>
    /// <remarks>
    /// Families that keep the alignment of their autoregressive ancestor read a position from its left neighbour, which for the first one lies
    /// outside the window (Fast-dLLM, <c>generation_utils_block.py</c>, commits it in the full pass likewise).
    /// </remarks>
    public override bool CommitsFirstAlone(ReadingRow row) => model.Config.Family.ReadsLeft && row.Tokens.Length > row.Block.FirstMask
        && row.Block.FirstMask > 0 && row.Tokens[row.Block.FirstMask] == maskId && Of(row).IsFull(row);

    /// <inheritdoc/>
    public override CanvasLogits Read(IReadOnlyList<ReadingRow> asking, CancellationToken cancellation)
    {
        var spans = asking.Select(row => Of(row).Span(row)).ToArray();
        foreach (var row in asking) Of(row).Forget(); // a pass that fails half-way leaves nothing to rely on
        var hidden = model.Read(spans, cancellation);
        foreach (var (row, span) in asking.Zip(spans)) Of(row).Note(row, span, maskId);
        var logits = model.Project(hidden.index_select(0, tensor([.. Sources(asking, spans)], device: hidden.device)));
        return new(logits, [.. spans.Select(span => span.Length)]);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var row in rows.Values) row.Dispose();
        rows.Clear();
    }

    private IEnumerable<long> Sources(IReadOnlyList<ReadingRow> asking, CanvasSpan[] spans)
    {
        var begin = 0L;
        for (var i = 0; i < spans.Length; begin += spans[i++].Length)
            foreach (var position in asking[i].Asked)
                yield return begin + Source(position) - spans[i].Start;
    }

    private int Source(int position) => model.Config.Family.ReadsLeft ? Math.Max(0, position - 1) : position;

    private CachedRow Of(ReadingRow row)
    {
        if (!rows.TryGetValue(row.Index, out var cached))
            rows.Add(row.Index, cached = new(cache, new(model.Config.Layers, row.Tokens.Length), Source));
        return cached;
    }
}
