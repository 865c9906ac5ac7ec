using DiffuCoder.Models;
using DiffuCoder.Runtime;
using TorchSharp;

namespace DiffuCoder.Sampling;

/// <summary>
/// Classifier-free guidance over any reading: each row is read once more with all masked that was known at the start, and
/// logits = u + (1 + w) (c - u) (LLaDA, arXiv 2502.09992).
/// </summary>
internal sealed class GuidedReading(CanvasReading reading, ModelConfig config, double guidance) : CanvasReading
{
    private readonly int maskId = Canvas.MaskOf(config);

    /// <inheritdoc/>
    public override bool CommitsFirstAlone(ReadingRow row) => reading.CommitsFirstAlone(row);

    /// <inheritdoc/>
    public override CanvasLogits Read(IReadOnlyList<ReadingRow> rows, CancellationToken cancellation)
    {
        var (both, computed) = reading.Read([.. rows, .. rows.Select(Unguided)], cancellation);
        var asked = both.shape[0] / 2;
        using Scalar weight = 1 + guidance;
        var (given, free) = (both.narrow(0, 0, asked), both.narrow(0, asked, asked));
        return new(free.Plus((given - free) * weight), [.. rows.Select((_, i) => computed[i] + computed[rows.Count + i])]);
    }

    /// <inheritdoc/>
    public override void Dispose() => reading.Dispose();

    // rows count from 0, so that the complements are free for their twins
    private ReadingRow Unguided(ReadingRow row) => row with
    {
        Index = ~row.Index,
        Tokens = [.. row.Tokens.Select((token, i) => row.Canvas.Tokens[i] == maskId ? token : maskId)],
    };
}
