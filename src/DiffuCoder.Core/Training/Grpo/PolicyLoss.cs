using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// The clipped objective of GRPO (Shao et al., arXiv 2402.03300) per completion token, with c = exp(log p - log p_old) and d = log p_ref - log p:
/// -w min(c A, clip(c, 1 - low, 1 + high) A) + beta (exp(d) - d - 1), the k3 estimate of the divergence from the reference. The weight w is
/// 1 unless given (<see cref="GrpoOptions.RolloutCorrection"/>). Other estimates and other objectives are options.
/// </summary>
public sealed record PolicyLoss
{
    /// <summary>Width of the clip below 1; 0.5 in the paper.</summary>
    public double ClipLow { get; init => field = Require.Within(value, 0, 1); } = 0.5;

    /// <summary>Width of the clip above 1; 0.5 in the paper.</summary>
    public double ClipHigh { get; init => field = Require.Within(value, 0, 1000); } = 0.5;

    /// <summary>Weight of the divergence from the reference, beta; 0.01 in the paper, 0 needs no reference.</summary>
    public double DivergenceWeight { get; init => field = Require.Within(value, 0, 1000); } = 0.01;

    /// <summary>How the divergence is estimated; k3 in the paper.</summary>
    public DivergenceEstimator Divergence { get; init; }

    /// <summary>
    /// The most that a token's divergence may count, above 0, and for k1 the least too; beyond it there is no gradient. Null, as in the paper: no
    /// bound. With k3 one token that the reference likes much better outweighs all others.
    /// </summary>
    public double? DivergenceCap { get; init => field = value is { } cap ? Require.Above(cap, 0) : null; }

    /// <summary>What is made of ratio and advantage; the paper clips each token's ratio.</summary>
    public PolicyObjective Objective { get; init; } = PolicyObjective.ClippedTokens;

    /// <summary>Whether the reference is asked for.</summary>
    internal bool NeedsReference => DivergenceWeight > 0;

    /// <summary>What differs from the paper's loss, in words for the run's options; empty where nothing does.</summary>
    internal string More => (Objective == PolicyObjective.ClippedTokens ? "" : $" objective=({Objective.Name})")
        + (Divergence == DivergenceEstimator.K3 ? "" : $" divergence by={Divergence}")
        + (DivergenceCap is { } cap ? FormattableString.Invariant($" divergence cap={cap}") : "");

    /// <summary>Refuses a divergence, or weights of tokens, where the objective has no place for them.</summary>
    /// <param name="weighted">Whether tokens have weights.</param>
    /// <exception cref="TrainingException">There is one.</exception>
    internal void RequireFitting(bool weighted)
    {
        if (!Objective.HasRatio && NeedsReference)
            throw new TrainingException(
                FormattableString.Invariant($"{nameof(DivergenceWeight)} is {DivergenceWeight}, and the objective \"{Objective.Name}\" ")
                    + "compares with no reference; set it to 0.");
        if (Objective.OfSequences && Objective.HasRatio && weighted)
            throw new TrainingException(
                $"The objective \"{Objective.Name}\" has one ratio for a completion, and weights of tokens were asked for "
                    + $"({nameof(GrpoOptions.RolloutCorrection)}); set that to null.");
    }

    /// <summary>The loss, summed over what is counted, tokens or completions; its normaliser is their number.</summary>
    /// <param name="current">log p of the model in training, float32 [B, Lc], differentiable.</param>
    /// <param name="old">log p at the time of the rollout, float32 [B, Lc].</param>
    /// <param name="reference">log p of the reference, float32 [B, Lc]; null where <see cref="DivergenceWeight"/> is 0.</param>
    /// <param name="advantages">float32 [B].</param>
    /// <param name="counted">bool [B, Lc].</param>
    /// <param name="weights">w, float32 [B, Lc], a constant: nothing is differentiated through it; null: 1.</param>
    /// <returns>
    /// Sum and normaliser, the sum in the caller's dispose scope. Measures, means over what is counted:
    /// <c>kl</c>, <c>clip_low</c> and <c>clip_high</c> (share of tokens whose gradient the clip removes),
    /// <c>ratio</c>. The released trainer logs larger numbers: it broadcasts over all pairs of rows.
    /// </returns>
    /// <exception cref="TrainingException">There is a divergence weight and no reference, or the objective has no place for one of them.</exception>
    public LossSum Of(Tensor current, Tensor old, Tensor? reference, Tensor advantages, Tensor counted, Tensor? weights = null)
    {
        RequireFitting(weights is not null);
        if (NeedsReference && reference is null)
            throw new TrainingException($"{nameof(DivergenceWeight)} is {DivergenceWeight} and there is no reference; give one, or 0.");
        using var scope = NewDisposeScope();
        var mask = counted.to(ScalarType.Float32);
        var advantage = advantages.unsqueeze(1);
        return Kept(Objective switch
        {
            { HasRatio: false } => Weighted(current, advantage, mask, weights),
            { OfSequences: true } => OfSequences(current, old, reference, advantage, mask),
            _ => Clipped((current - old).exp(), reference is null ? null : Divergences(reference - current), advantage, mask, weights),
        });
    }

    // a completion's n tokens are one action: means of log-probabilities, and the divergence's estimate of their sums by n
    private LossSum OfSequences(Tensor current, Tensor old, Tensor? reference, Tensor advantage, Tensor mask)
    {
        using var scope = NewDisposeScope();
        using Scalar one = 1;
        var tokens = mask.sum(1, keepdim: true).clamp_min(one);
        var ratio = (((current - old) * mask).sum(1, keepdim: true) / tokens).exp();
        var divergence = reference is null ? null : Divergences(((reference - current) * mask).sum(1, keepdim: true), tokens);
        return Kept(Clipped(ratio, divergence, advantage, ones_like(ratio), null));
    }

    private LossSum Clipped(Tensor ratio, Tensor? divergence, Tensor advantage, Tensor mask, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        using Scalar floor = 1 - ClipLow, ceiling = 1 + ClipHigh, zero = 0.0, beta = DivergenceWeight;
        var each = minimum(ratio * advantage, ratio.clamp(floor, ceiling) * advantage).neg();
        if (weights is not null) each = each * weights.detach();
        var measures = new Dictionary<string, Mean>();
        var count = mask.sum().ToDouble();
        if (divergence is not null)
        {
            each = each.Plus(divergence * beta);
            measures["kl"] = Total(divergence);
        }
        measures["clip_low"] = Total(ratio.lt(floor) & advantage.lt(zero));
        measures["clip_high"] = Total(ratio.gt(ceiling) & advantage.gt(zero));
        measures["ratio"] = Total(ratio);
        return Kept(new((each * mask).sum(), count) { Measures = measures });

        Mean Total(Tensor values) => new((values.detach().to(ScalarType.Float32) * mask).sum().ToDouble(), count);
    }

    // -A log p; of sequences the mean is over completions, not over tokens
    private LossSum Weighted(Tensor current, Tensor advantage, Tensor mask, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var each = (current * advantage).neg();
        if (weights is not null) each = each * weights.detach();
        return Kept(new((each * mask).sum(), Objective.OfSequences ? mask.shape[0] : mask.sum().ToDouble()));
    }

    // of a token, or of so many tokens together, the mean over these
    private Tensor Divergences(Tensor difference, Tensor? tokens = null)
    {
        if (DivergenceCap is not { } cap) return Mean(Divergence.Of(difference));
        using Scalar least = -cap, most = cap, finite = 80;
        // the gradient of what is capped is 0, and 0 times that of an infinite exponential would be no number
        return Mean(Divergence.Of(difference.clamp_max(finite))).clamp(least, most);

        Tensor Mean(Tensor sum) => tokens is null ? sum : sum / tokens;
    }

    private static LossSum Kept(LossSum loss)
    {
        loss.Sum.MoveToOuterDisposeScope();
        return loss;
    }
}
