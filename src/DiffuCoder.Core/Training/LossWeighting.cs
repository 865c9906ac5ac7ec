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
    public static LossWeighting OneMinusTime { get; } = new("1-t", noised => 1 - noised.Time);

    /// <summary>1: dllm's <c>uniform</c>, Dream's <c>none</c>.</summary>
    public static LossWeighting Uniform { get; } = new("uniform", noised => ones_like(noised.Time));
}
