using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>Every pass computes every position: exact, and what all other readings are measured against.</summary>
internal sealed class FullReading(MaskedLanguageModel model) : CanvasReading
{
    /// <inheritdoc/>
    public override CanvasLogits Read(IReadOnlyList<ReadingRow> rows, CancellationToken cancellation)
    {
        var width = rows.Max(row => row.Tokens.Length);
        var at = rows.SelectMany((row, place) => row.Asked.Select(position => (long)place * width + width - row.Tokens.Length + position)).ToArray();
        var device = model.Device.Resolve();
        var batch = PaddedBatch.Of([.. rows.Select(row => row.Tokens)], model.Config, device) with { Cancellation = cancellation };
        var logits = model.Logits(batch, tensor(at, device: device));
        return new(logits, [.. rows.Select(row => row.Tokens.Length)]);
    }
}
