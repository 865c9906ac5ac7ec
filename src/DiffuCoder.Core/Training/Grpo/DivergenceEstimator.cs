using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// How the divergence KL(p, p_ref) is estimated from a token that p wrote, with d = log p_ref - log p (Schulman 2020, "Approximating KL
/// Divergence").
/// </summary>
public enum DivergenceEstimator
{
    /// <summary>exp(d) - d - 1: unbiased and never negative (the paper, and GRPO).</summary>
    K3,

    /// <summary>d^2 / 2: biased, never negative; its gradient with respect to log p is -d, an unbiased one of the divergence on policy.</summary>
    K2,

    /// <summary>
    /// -d: unbiased, of either sign. Its gradient with respect to log p is 1 whatever the reference is, so that as a loss it pulls nowhere; it is
    /// there to be compared with.
    /// </summary>
    K1,
}

/// <summary>The formulas.</summary>
internal static class DivergenceFormulas
{
    /// <summary>The estimate for each entry.</summary>
    /// <param name="estimator">Which.</param>
    /// <param name="difference">d = log p_ref - log p.</param>
    public static Tensor Of(this DivergenceEstimator estimator, Tensor difference) => estimator switch
    {
        DivergenceEstimator.K1 => difference.neg(),
        DivergenceEstimator.K2 => (difference * difference).Times(0.5),
        DivergenceEstimator.K3 => (difference.exp() - difference).Plus(-1),
        _ => throw new TrainingException($"There is no estimator {estimator} of the divergence; give K1, K2 or K3."),
    };
}
