using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>How far what a cache said at a step was from what a pass over the whole canvas says of the same positions.</summary>
/// <param name="LargestDifference">Largest absolute difference of two logits.</param>
/// <param name="Divergence">
/// KL(full || cached) of the unfiltered distributions at temperature 1, in nats, as the mean over the positions asked for.
/// </param>
/// <param name="Otherwise">What the full pass would have committed, from left to right; compare with <see cref="SamplingStep.Reveals"/>.</param>
public sealed record CacheDrift(float LargestDifference, float Divergence, IReadOnlyList<Reveal> Otherwise)
{
    /// <summary>
    /// For each of <see cref="SamplingStep.Reveals"/>, in their order, p_full(token) / p_cached(token), without unit: above 1 where the full pass
    /// finds the committed token likelier. Of the softmax over the whole vocabulary of the logits divided by the temperature (by 1 where it is 0),
    /// before filters. Empty in older files.
    /// </summary>
    public IReadOnlyList<float> Ratios { get; init; } = [];

    /// <summary>Commitments of a step that the full pass would not have made: at another place, or another token.</summary>
    /// <param name="reveals">What the step committed.</param>
    public int Changed(IEnumerable<Reveal> reveals)
    {
        var full = Otherwise.Select(reveal => (reveal.Position, reveal.Token)).ToHashSet();
        return reveals.Count(reveal => !full.Contains((reveal.Position, reveal.Token)));
    }

    /// <summary>Difference and divergence of logits, float32 [n, V].</summary>
    internal static (float Difference, float Divergence) Between(Tensor full, Tensor cached)
    {
        using var scope = NewDisposeScope();
        var (p, q) = (full.log_softmax(-1), cached.log_softmax(-1));
        return ((full - cached).abs().max().item<float>(), (p.exp() * (p - q)).sum(-1).mean().item<float>());
    }

    /// <summary>Ratios of the probabilities of tokens under logits, float32 [n, V].</summary>
    /// <param name="full">Those of the full pass.</param>
    /// <param name="cached">Those of the cache.</param>
    /// <param name="rows">The row of each token.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="temperature">What divides the logits; 0 counts as 1.</param>
    internal static IReadOnlyList<float> RatiosOf(Tensor full, Tensor cached, long[] rows, long[] tokens, double temperature)
    {
        if (rows.Length == 0) return [];
        using var scope = NewDisposeScope();
        using Scalar divisor = temperature > 0 ? temperature : 1;
        var (some, ids) = (tensor(rows, device: full.device), tensor(tokens, device: full.device).unsqueeze(-1));
        return [.. (Log(full) - Log(cached)).exp().cpu().data<float>()];

        Tensor Log(Tensor logits) => (logits.index_select(0, some) / divisor).log_softmax(-1).gather(-1, ids).squeeze(-1);
    }
}
