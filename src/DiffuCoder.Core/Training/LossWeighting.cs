using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>The weight of a masked token's cross entropy. A new weighting is a name and a function.</summary>
/// <param name="Name">Its name in the run's options; weightings with parameters state them.</param>
/// <param name="Of">From noised rows to weights, float32, broadcastable to [B, L]; read at masked positions only.</param>
public sealed record LossWeighting(string Name, Func<NoisedRows, Tensor> Of)
{
    /// <summary>-alpha'(t) / (1 - alpha(t) + 1e-6); 1 / (t + 1e-6) for the linear schedule (dllm <c>loss_weight_type="scheduler"</c>).</summary>
    public static LossWeighting Scheduler { get; } = new("scheduler", noised => noised.Schedule.Weight(noised.Time));

    /// <summary>1 / p, p = (1 - eps) u + eps: the evidence bound as LLaDA's guidelines and d1's <c>sft_trainer.py</c> write it.</summary>
    public static LossWeighting InverseProbability { get; } = new("1/p", noised => noised.MaskProbability.reciprocal());

    /// <summary>1 / t: the paper's (section 5) and Dream's <c>time_reweighting="original"</c>.</summary>
    public static LossWeighting InverseTime { get; } = new("1/t", noised => noised.Time.reciprocal());

    /// <summary>1 - t: Dream's <c>time_reweighting="linear"</c>.</summary>
    public static LossWeighting OneMinusTime { get; } = new("1-t", noised => noised.Time.OneMinus());

    /// <summary>1: dllm's <c>uniform</c>, Dream's <c>none</c>.</summary>
    public static LossWeighting Uniform { get; } = new("uniform", noised => ones_like(noised.Time));

    /// <summary>
    /// Context-adaptive token weights (CART, Dream's report arXiv 2508.15487; dllm and Dream <c>cart</c>): a masked token counts the more the
    /// nearer its context is, w_i = sum over unmasked j != i of 1/2 p (1 - p)^(|i
    /// - j| - 1). Unmasked padding counts as context, as in both references.
    /// </summary>
    /// <param name="p">Of the geometric distribution, in (0, 1). dllm has 0.3, Dream 0.1 to 0.8.</param>
    /// <exception cref="TrainingException">p is out of range.</exception>
    public static LossWeighting ContextAdaptive(double p)
    {
        if (p is not (> 0 and < 1))
            throw new TrainingException(FormattableString.Invariant($"The p of context-adaptive weights is {p}; it must lie between 0 and 1."));
        return new(FormattableString.Invariant($"cart({p})"), noised => ContextWeights(noised.Masked, p));
    }

    private static Tensor ContextWeights(Tensor masked, double p)
    {
        using var scope = NewDisposeScope();
        using Scalar zero = 0.0;
        var column = HeldScalars.Range(masked.shape[1], ScalarType.Float32, masked.device);
        var distance = (column.unsqueeze(0) - column.unsqueeze(1)).abs();
        var nearness = distance.Plus(-1).Times(Math.Log(1 - p)).Plus(Math.Log(p)).exp().Times(0.5).masked_fill(distance.eq(zero), zero);
        return masked.logical_not().to(ScalarType.Float32).matmul(nearness).MoveToOuterDisposeScope();
    }
}
