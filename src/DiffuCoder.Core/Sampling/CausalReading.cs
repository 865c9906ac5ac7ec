using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>A causal model reading rows that grow by a token a step. Holds keys and values between steps.</summary>
internal sealed class CausalReading(TransformerModel model) : CanvasReading
{
    private readonly Dictionary<int, Row> rows = [];

    /// <inheritdoc/>
    public override CanvasLogits Read(IReadOnlyList<ReadingRow> asking, CancellationToken cancellation)
    {
        var spans = asking.Select(Span).ToArray();
        var hidden = model.Read(spans, cancellation);
        foreach (var row in asking) rows[row.Index].End = row.Asked[0];
        // each row's last position predicts its next one
        var ends = spans.Select(span => (long)span.Length).ToArray();
        for (var i = 1; i < ends.Length; i++) ends[i] += ends[i - 1];
        var logits = model.Project(hidden.index_select(0, tensor([.. ends.Select(end => end - 1)], device: hidden.device)));
        return new(logits, [.. spans.Select(span => span.Length)]);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var row in rows.Values) row.Read.Dispose();
        rows.Clear();
    }

    private CanvasSpan Span(ReadingRow asking)
    {
        if (!rows.TryGetValue(asking.Index, out var row))
            rows.Add(asking.Index, row = new(new(model.Config.Layers, asking.Tokens.Length)));
        return new(asking.Tokens, row.End, asking.Asked[0], row.Read);
    }

    private sealed class Row(KeyValueStore read)
    {
        public KeyValueStore Read => read;

        /// <summary>What stands before it is read.</summary>
        public int End { get; set; }
    }
}
