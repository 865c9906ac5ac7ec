using DiffuCoder.Models;
using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// The bounds of SPG (Wang et al., arXiv 2510.09541, section 3). From below, where the advantage is at least 0: the estimate itself,
/// L = sum_j w_j log p_j over the passes j that mask the token. From above, where it is less: U = log(sum_j w_j p_j^beta) / beta, the Renyi
/// bound, mixed with the other: omega U + (1 - omega) L. U bounds the log-probability with the expectation in the logarithm's place; with few passes
/// it is biased downwards.
/// </summary>
/// <remarks>
/// The weights w are those of the estimator's masks, 1/r for a ratio r; <c>_get_per_seq_logps</c> of the released trainer divides by the share of
/// tokens that was masked. Both bounds are meant for masks whose weights have the mean 1 for a token, such as <see cref="MaskVariant.RandomMask"/>,
/// several a completion, or the paper's <see cref="BlockMasks"/>. A token that no pass masked counts nothing.
/// </remarks>
public sealed record Sandwich
{
    /// <summary>beta, at least 1; 1, 1.5 or 2 in the release, by task.</summary>
    public double Order { get; init => field = Require.Within(value, 1, 100); } = 1;

    /// <summary>omega, the share of the upper bound, in [0, 1]; 0.5 in the paper's mixture, 1: the upper bound alone.</summary>
    public double Mixture { get; init => field = Require.Within(value, 0, 1); } = 0.5;

    /// <summary>The bound of each token, 0 where it is not counted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="completions">Prompts and completions.</param>
    /// <param name="views">The masks.</param>
    /// <param name="advantages">float32 [B].</param>
    /// <returns>float32 [B, Lc], in nats, differentiable; belongs to the caller's dispose scope.</returns>
    public Tensor Estimate(MaskedLanguageModel model, Completions completions, IReadOnlyList<MaskedView> views, Tensor advantages)
    {
        using var scope = NewDisposeScope();
        var device = completions.Tokens.device;
        var counted = cat([zeros(completions.Rows, completions.PromptLength, ScalarType.Bool, device), completions.Counted], 1);
        var lower = zeros(completions.Rows * completions.Length, ScalarType.Float32, device);
        var powers = zeros_like(lower);
        using Scalar one = 1, zero = 0;
        foreach (var view in views)
        {
            if (view.LogProbabilities(model, completions, counted) is not var (at, found)) continue;
            lower = lower.index_add(0, at, view.Weighted(found, at), one);
            powers = powers.index_add(0, at, view.Weighted(found.Times(Order).exp(), at), one);
        }
        // the logarithm of 1 where no pass masked the token
        var upper = powers.masked_fill(powers.eq(zero), one).log().DividedBy(Order);
        var negative = advantages.lt(zero).unsqueeze(1).expand(completions.Rows, completions.Length).reshape(-1);
        return where(negative, upper.Times(Mixture).Plus(lower.Times(1 - Mixture)), lower).view(completions.Rows, completions.Length)
            .narrow(1, completions.PromptLength, completions.CompletionLength).MoveToOuterDisposeScope();
    }
}
