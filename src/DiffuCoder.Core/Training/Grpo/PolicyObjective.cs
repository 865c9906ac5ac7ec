using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// What is made of a completion's estimated log-probabilities and its advantage A: GRPO's clipped ratio, and the losses of later papers.
/// </summary>
/// <param name="Name">Its name in options and logs.</param>
/// <param name="OfSequences">Whether a completion is one action; else each of its tokens is.</param>
/// <param name="HasRatio">
/// Whether the policy is compared with the one that wrote the completions, and with a reference. Without, the loss is -A log p, and what was
/// estimated for the others is not asked for.
/// </param>
public sealed record PolicyObjective(string Name, bool OfSequences, bool HasRatio)
{
    /// <summary>
    /// GRPO's (Shao et al., arXiv 2402.03300): -min(c A, clip(c) A) of each token, c = exp(log p - log p_old); the mean over tokens.
    /// </summary>
    public static PolicyObjective ClippedTokens { get; } = new("clipped tokens", false, true);

    /// <summary>
    /// ESPO's (Ou et al., arXiv 2512.03759): the same of the whole completion of n tokens, c = exp((sum log p - sum log p_old) / n), and the
    /// divergence's estimate of the sums, divided by n; the mean over completions. Its released trainer has k2 for that, and
    /// <see cref="CountMasks.Coupled"/> for the estimate; there n is the width of the canvas, here the tokens that are counted.
    /// </summary>
    public static PolicyObjective ClippedSequences { get; } = new("clipped sequences", true, true);

    /// <summary>
    /// wd1's (Tang et al., arXiv 2507.08838): (w- - w+) log p of the whole completion, w+ and w- the softmax of A and of -A within the group; the sum
    /// over a group, the mean over groups. Its divergence is in the weights: with psi = 1 and no reference, as released. Its likelihood is d1's
    /// (<see cref="LikelihoodEstimator.D1"/>).
    /// </summary>
    public static PolicyObjective WeightedLikelihood { get; } = new("weighted likelihood", true, false) { Weights = WeightedAdvantages.Of };

    /// <summary>From the advantages and the size of a group to the A of each completion; null: they are that.</summary>
    public Func<IReadOnlyList<double>, int, double[]>? Weights { get; init; }

    /// <summary>The bounds of completions by the sign of A; null: one estimate serves all.</summary>
    public Sandwich? Bounds { get; init; }

    /// <summary>
    /// SPG's (Wang et al., arXiv 2510.09541): -A times a bound of each token's log-probability, from below where A is at least 0 and from above where
    /// it is less; the mean over tokens, as released.
    /// </summary>
    /// <param name="sandwich">The upper bound; null: its defaults.</param>
    public static PolicyObjective Sandwiched(Sandwich? sandwich = null)
    {
        var bounds = sandwich ?? new Sandwich();
        return new($"sandwiched beta={FormattableString.Invariant($"{bounds.Order} mixture={bounds.Mixture}")}", false, false) { Bounds = bounds };
    }

    /// <summary>The log-probabilities that the loss is made of, float32 [B, Lc].</summary>
    internal Tensor Estimate(MaskedLanguageModel model, Completions completions, IReadOnlyList<MaskedView> views, Tensor advantages) =>
        Bounds is null ? LikelihoodEstimator.Estimate(model, completions, views) : Bounds.Estimate(model, completions, views, advantages);
}
