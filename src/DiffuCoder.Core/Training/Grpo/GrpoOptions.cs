using DiffuCoder.Sampling;

namespace DiffuCoder.Training.Grpo;

/// <summary>Coupled-GRPO beside the common training options. Every value is checked where it is set.</summary>
public sealed record GrpoOptions
{
    /// <summary>
    /// The paper's settings (section 5). What is not a setting is not always the release's: one mask ratio serves all completions of an update, and
    /// prompts are those of <see cref="RolloutTask"/>.
    /// </summary>
    public static GrpoOptions Paper { get; } = new();

    /// <summary>The released recipe: rollouts at temperature 1, leave-one-out advantages, a reference that is mixed.</summary>
    public static GrpoOptions Release { get; } = new()
    {
        Sampling = Paper.Sampling with { Temperature = 1.0 },
        Baseline = AdvantageBaseline.LeaveOneOut,
        ReferenceMixing = 0.6,
    };

    /// <summary>Optimiser, learning rate and clipping of the release, for a number of updates.</summary>
    /// <param name="steps">Updates.</param>
    /// <param name="seed">Seed of every draw.</param>
    public static TrainingOptions Training(long steps, long seed) => new()
    {
        Steps = steps,
        Seed = seed,
        LearningRate = new() { Peak = 1e-6, WarmupRatio = 1e-4, FloorRatio = 0.1 },
        Optimizer = new() { Beta1 = 0.9, Beta2 = 0.99, WeightDecay = 0.1 },
        ClipNorm = 0.2,
    };

    /// <summary>Completions of a prompt, G; 10 in the paper.</summary>
    public int GroupSize { get; init => field = (int)Require.AtLeast(value, 2); } = 10;

    /// <summary>Updates made with one set of rollouts, mu; 2 in the paper. Each has masks of its own.</summary>
    public int Iterations { get; init => field = (int)Require.AtLeast(value, 1); } = 2;

    /// <summary>How a completion's log-probabilities are estimated.</summary>
    public LikelihoodEstimator Estimator { get; init; } = LikelihoodEstimator.Paper;

    /// <summary>The loss.</summary>
    public PolicyLoss Loss { get; init; } = new();

    /// <summary>What a reward is compared with.</summary>
    public AdvantageBaseline Baseline { get; init; } = AdvantageBaseline.GroupMean;

    /// <summary>Divide advantages by the spread of their group; off in the paper.</summary>
    public bool ScaleAdvantages { get; init; }

    /// <summary>
    /// Leave out of the updates the groups whose completions were rewarded alike: their advantages are 0, so that nothing
    /// but the divergence from the reference is lost, and their passes are saved (Yu et al., arXiv 2503.14476, section
    /// 3.2, without drawing others in their place). Off in the paper. In a round without any spread all groups stay.
    /// </summary>
    public bool SkipGroupsWithoutSpread { get; init; }

    /// <summary>
    /// a in (0, 1]: what the reference becomes when it is renewed, a times the model's weights and 1 - a times its own (Gorbatovski et al., arXiv
    /// 2404.09656). 1: a copy, as the paper has it; 0.6, the library's default, in the release.
    /// </summary>
    public double ReferenceMixing { get; init => field = Require.Within(Require.Above(value, 0), 0, 1); } = 1;

    /// <summary>Updates after which the reference is renewed; 64 in the paper, null: never.</summary>
    public long? SynchronizeReferenceEvery { get; init => field = value is { } steps ? Require.AtLeast(steps, 1) : null; } = 64;

    /// <summary>How completions are sampled; the paper's temperature is 1.2, at 256 tokens in 256 steps and top-p 0.95.</summary>
    public SamplerOptions Sampling { get; init; } = SamplerOptions.Paper with { Temperature = 1.2 };

    /// <summary>
    /// C of truncated importance weights, above 0; null: none. Under a cache completions are drawn from other distributions than the model's, so
    /// each token's policy term is multiplied by min(C, p_full / p_cached) of its commitment (<see cref="CacheDrift.Ratios"/>), and by 1 where that
    /// was not measured. Needs <see cref="SamplerOptions.Cache"/> and <see cref="SamplerOptions.DriftEvery"/>, each of whose measurements is a full
    /// pass more.
    /// </summary>
    /// <remarks>
    /// Truncation bounds the variance, for some bias (Ionides 2008, "Truncated importance sampling"); between a fast rollout engine and a trainer:
    /// Yao et al. 2025, "Your efficient RL framework secretly brings you off-policy RL training".
    /// </remarks>
    public double? RolloutCorrection { get; init => field = value is { } cap ? Require.Above(cap, 0) : null; }

    /// <summary>All that a run's bytes depend on, in words.</summary>
    internal string Description => FormattableString.Invariant(
            $"coupled-GRPO group={GroupSize} iterations={Iterations} estimator=({Estimator.Description}) clip=[{Loss.ClipLow}, {Loss.ClipHigh}]")
        + FormattableString.Invariant($" divergence={Loss.DivergenceWeight} baseline={Baseline} scaled={ScaleAdvantages}")
        + FormattableString.Invariant($" sync={SynchronizeReferenceEvery}{(SkipGroupsWithoutSpread ? " skip groups without spread" : "")}")
        + (ReferenceMixing == 1 ? "" : FormattableString.Invariant($" mixing={ReferenceMixing}"))
        + FormattableString.Invariant($" sampling=({RolloutSampling.Words(Sampling)})")
        + (RolloutCorrection is { } cap ? FormattableString.Invariant($" correction={cap}") : "")
        + Loss.More;
}
