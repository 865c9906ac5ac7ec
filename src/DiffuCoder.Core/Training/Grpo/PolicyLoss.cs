using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// The clipped objective of GRPO (Shao et al., arXiv 2402.03300) per completion token, with c = exp(log p - log p_old) and d = log p_ref - log p:
/// -w min(c A, clip(c, 1 - low, 1 + high) A) + beta (exp(d) - d - 1), the k3 estimate of the divergence from the reference. The weight w is
/// 1 unless given (<see cref="GrpoOptions.RolloutCorrection"/>).
/// </summary>
public sealed record PolicyLoss
{
    /// <summary>Width of the clip below 1; 0.5 in the paper.</summary>
    public double ClipLow { get; init => field = Require.Within(value, 0, 1); } = 0.5;

    /// <summary>Width of the clip above 1; 0.5 in the paper.</summary>
    public double ClipHigh { get; init => field = Require.Within(value, 0, 1000); } = 0.5;

    /// <summary>Weight of the divergence from the reference, beta; 0.01 in the paper, 0 needs no reference.</summary>
    public double DivergenceWeight { get; init => field = Require.Within(value, 0, 1000); } = 0.01;

    /// <summary>The loss, summed over counted tokens; its normaliser is their number.</summary>
    /// <param name="current">log p of the model in training, float32 [B, Lc], differentiable.</param>
    /// <param name="old">log p at the time of the rollout, float32 [B, Lc].</param>
    /// <param name="reference">log p of the reference, float32 [B, Lc]; null where <see cref="DivergenceWeight"/> is 0.</param>
    /// <param name="advantages">float32 [B].</param>
    /// <param name="counted">bool [B, Lc].</param>
    /// <param name="weights">w, float32 [B, Lc], a constant: nothing is differentiated through it; null: 1.</param>
    /// <returns>
    /// Sum and normaliser, the sum in the caller's dispose scope. Measures, means over counted tokens:
    /// <c>kl</c>, <c>clip_low</c> and <c>clip_high</c> (share of tokens whose gradient the clip removes),
    /// <c>ratio</c>. The released trainer logs larger numbers: it broadcasts over all pairs of rows.
    /// </returns>
    /// <exception cref="TrainingException">There is a divergence weight and no reference.</exception>
    public LossSum Of(Tensor current, Tensor old, Tensor? reference, Tensor advantages, Tensor counted, Tensor? weights = null)
    {
        if (DivergenceWeight > 0 && reference is null)
            throw new TrainingException($"{nameof(DivergenceWeight)} is {DivergenceWeight} and there is no reference; give one, or 0.");
        using var scope = NewDisposeScope();
        using Scalar floor = 1 - ClipLow, ceiling = 1 + ClipHigh, one = 1.0, zero = 0.0, beta = DivergenceWeight;
        var mask = counted.to(ScalarType.Float32);
        var advantage = advantages.unsqueeze(1);
        var ratio = (current - old).exp();
        var perToken = minimum(ratio * advantage, ratio.clamp(floor, ceiling) * advantage).neg();
        if (weights is not null) perToken = perToken * weights.detach();
        var measures = new Dictionary<string, Mean>();
        var count = mask.sum().ToDouble();
        if (reference is not null)
        {
            var difference = reference - current;
            var divergence = difference.exp() - difference - one;
            perToken = perToken.Plus(divergence * beta);
            measures["kl"] = Total(divergence);
        }
        measures["clip_low"] = Total(ratio.lt(floor) & advantage.lt(zero));
        measures["clip_high"] = Total(ratio.gt(ceiling) & advantage.gt(zero));
        measures["ratio"] = Total(ratio);
        return new((perToken * mask).sum().MoveToOuterDisposeScope(), count) { Measures = measures };

        Mean Total(Tensor values) => new((values.detach().to(ScalarType.Float32) * mask).sum().ToDouble(), count);
    }
}
