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
}
