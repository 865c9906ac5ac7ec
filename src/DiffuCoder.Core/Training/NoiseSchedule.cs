using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>How many tokens are masked at time t: each target token is, with probability p(t) = 1 - alpha(t).</summary>
public sealed record NoiseSchedule
{
    private readonly Func<Tensor, Tensor> alpha, minusSlope;

    private NoiseSchedule(string name, Func<Tensor, Tensor> alpha, Func<Tensor, Tensor> minusSlope) =>
        (Name, this.alpha, this.minusSlope) = (name, alpha, minusSlope);

    /// <summary>alpha(t) = 1 - t, so p(t) = t: the paper's (section 5), LLaDA's and Dream's.</summary>
    public static NoiseSchedule Linear { get; } = new("linear", t => t.OneMinus(), t => ones_like(t));

    /// <summary>alpha(t) = 1 - cos(pi/2 (1 - t)): MDLM's <c>cosine</c>, as dllm's <c>CosineAlphaScheduler</c> has it.</summary>
    public static NoiseSchedule Cosine { get; } = new(
        "cosine", t => t.OneMinus().Times(Math.PI / 2).cos().OneMinus(), t => t.OneMinus().Times(Math.PI / 2).sin().Times(Math.PI / 2));

    /// <summary>Its name in the run's options.</summary>
    public string Name { get; }

    /// <summary>p(t) = 1 - alpha(t), the shape of <paramref name="time"/>.</summary>
    /// <param name="time">t in (0, 1].</param>
    public Tensor MaskProbability(Tensor time)
    {
        using var scope = NewDisposeScope();
        return alpha(time).OneMinus().MoveToOuterDisposeScope();
    }

    /// <summary>-alpha'(t) / (1 - alpha(t) + 1e-6): the weight the evidence bound gives a masked token (dllm <c>schedulers/alpha.py</c>).</summary>
    /// <param name="time">t in (0, 1].</param>
    public Tensor Weight(Tensor time)
    {
        using var scope = NewDisposeScope();
        return (minusSlope(time) / alpha(time).OneMinus().Plus(1e-6)).MoveToOuterDisposeScope();
    }
}
