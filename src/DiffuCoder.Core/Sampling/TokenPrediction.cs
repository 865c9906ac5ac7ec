using DiffuCoder.Constraints;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>What the model predicts for some positions of one row.</summary>
/// <param name="Tokens">Predicted tokens.</param>
/// <param name="Confidences">As the strategy scores them.</param>
/// <param name="Entropies">Entropy of the filtered distribution, in nats.</param>
internal sealed record TokenPrediction(int[] Tokens, float[] Confidences, float[] Entropies)
{
    /// <summary>Nothing was asked.</summary>
    public static TokenPrediction None { get; } = new([], [], []);

    /// <summary>Filters, draws and scores: without tensors where that can be done, which is several times faster.</summary>
    /// <param name="logits">Float32 [n, V].</param>
    /// <param name="positions">Columns of the row the logits belong to.</param>
    /// <param name="options">Temperature, filters, strategy.</param>
    /// <param name="maskId">The token that is no answer.</param>
    /// <param name="draws">Random numbers.</param>
    /// <param name="allowed">The tokens that may stand at a position, or null for all of them; null where no position is constrained.</param>
    /// <exception cref="SamplerException">The logits are not a distribution.</exception>
    public static TokenPrediction Of(
        Tensor logits, IReadOnlyList<int> positions, SamplerOptions options, int maskId, RowDraws draws, Func<int, TokenSet?>? allowed = null)
    {
        if (positions.Count == 0) return None;
        TokenSet?[]? sets = allowed is null ? null : [.. positions.Select(allowed)];
        var prediction = logits.device_type == DeviceType.CPU && options.Remasking.Confidence.OfToken is { } confidence
            ? new RowPrediction(logits, positions, options, confidence, maskId, draws, sets).Run()
            : TensorPrediction.Of(sets is null ? logits : TensorPrediction.Among(sets, logits), positions, options, maskId, draws);
        // a score of the user's may come out as a number where the distribution is none
        var bad = Array.FindIndex(
            [.. Enumerable.Range(0, positions.Count)], i => float.IsNaN(prediction.Confidences[i]) || float.IsNaN(prediction.Entropies[i]));
        return bad < 0
            ? prediction
            : throw new SamplerException(
                $"The model's logits for position {positions[bad]} are not numbers; check the weights and, in bfloat16 or float16, for overflow.");
    }
}
