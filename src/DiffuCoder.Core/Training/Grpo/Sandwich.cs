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
/// several a completion, or the paper's <see cref="BlockMasks"/>. A token that no pass masked has no bound from above; those that have one stand for
/// it, n/k times as heavy where k of n were masked, as in that trainer. What that trainer perturbs besides of the text it shows, is not here.
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
        var (upper, passes) = (zeros_like(lower), zeros_like(lower));
        using Scalar one = 1, zero = 0;
        foreach (var view in views)
        {
            if (view.LogProbabilities(model, completions, counted) is not var (at, found)) continue;
            lower = lower.index_add(0, at, view.Weighted(found, at), one);
            // in logarithms: p^beta of an unlikely token is no number of float32
            var own = zeros_like(lower).index_add(0, at, found.Times(Order).Plus(view.Weighted(ones_like(found), at).log()), one);
            var here = zeros_like(lower).index_add(0, at, ones_like(found), one);
            upper = where(here.eq(zero), upper, where(passes.eq(zero), own, logaddexp(upper, own)));
            passes = passes.Plus(here);
        }
        upper = upper.DividedBy(Order) * OfAll(completions, passes.gt(zero));
        var negative = advantages.lt(zero).unsqueeze(1).expand(completions.Rows, completions.Length).reshape(-1);
        return where(negative, upper.Times(Mixture).Plus(lower.Times(1 - Mixture)), lower).view(completions.Rows, completions.Length)
            .narrow(1, completions.PromptLength, completions.CompletionLength).MoveToOuterDisposeScope();
    }

    // the mean over the tokens that some pass masked stands for all of the completion, as in the released trainer
    private static Tensor OfAll(Completions completions, Tensor isMasked)
    {
        using Scalar one = 1;
        var masked = isMasked.view(completions.Rows, completions.Length).to(ScalarType.Float32).sum(1, keepdim: true).clamp_min(one);
        var all = completions.Counted.to(ScalarType.Float32).sum(1, keepdim: true);
        return (all / masked).expand(completions.Rows, completions.Length).reshape(-1);
    }
}
