namespace DiffuCoder

open System
open DiffuCoder.Training
open DiffuCoder.Training.Grpo

/// How the masks of a likelihood estimate come about.
type MaskVariant = DiffuCoder.Training.Grpo.MaskVariant

/// Masks of a number of tokens that is drawn, as ESPO has them: `CountMasks.Coupled` is a variant beside those of `MaskVariant`.
type CountMasks = DiffuCoder.Training.Grpo.CountMasks

/// Block-wise masks, as SPG has them: what stands before a block is shown, some of the block and all behind it is masked.
/// `BlockMasks.Of 32` is a variant for blocks of 32 tokens.
type BlockMasks = DiffuCoder.Training.Grpo.BlockMasks

/// How the divergence from the reference is estimated: `K3` in the paper, `K2`, `K1`.
type DivergenceEstimator = DiffuCoder.Training.Grpo.DivergenceEstimator

/// What is made of log-probabilities and advantages: `ClippedTokens` in the paper, `ClippedSequences` of ESPO (arXiv 2512.03759),
/// `WeightedLikelihood` of wd1 (arXiv 2507.08838), `Sandwiched` of SPG (arXiv 2510.09541).
type PolicyObjective = DiffuCoder.Training.Grpo.PolicyObjective

/// The upper bound of SPG: its order beta, and its share of the mixture.
type Sandwich = DiffuCoder.Training.Grpo.Sandwich

/// What a reward is compared with: the mean of its group, or of the others of its group.
type AdvantageBaseline = DiffuCoder.Training.Grpo.AdvantageBaseline

/// <summary>
/// Coupled-GRPO. Change some of a preset: <c>{ GrpoOptions.Paper with Variant = MaskVariant.Decoupled }</c>.
/// Values are checked when training begins.
/// </summary>
/// <example>
/// Completions written under a cache, corrected where it was measured:
/// <code lang="fsharp">
/// let sampler = { GrpoOptions.Tiny.Sampler with BlockLength = Some 16; Cache = Cache.dual; DriftEvery = Some 4 }
///
/// { GrpoOptions.Tiny with Sampler = sampler; RolloutCorrection = Some 2.0 }
/// </code>
/// The objective of ESPO, with its masks and its estimate of the divergence, and that of wd1, with d1's:
/// <code lang="fsharp">
/// let espo =
///     { GrpoOptions.Tiny with
///         Objective = PolicyObjective.ClippedSequences
///         Variant = CountMasks.Coupled
///         Divergence = DivergenceEstimator.K2 }
///
/// let wd1 =
///     { GrpoOptions.Tiny with
///         Objective = PolicyObjective.WeightedLikelihood
///         Variant = MaskVariant.RandomMask
///         MaskRatios = 1.0, 1.0
///         PromptMasking = 0.15
///         DivergenceWeight = 0.0 }
/// </code></example>
[<NoComparison>]
type GrpoOptions =
    {
        /// Updates of the weights; a multiple of `Iterations`.
        Steps: int
        /// Prompts of a round.
        PromptsPerRound: int
        /// Completions of a prompt; 10 in the paper.
        GroupSize: int
        /// Updates made with one set of completions; 2 in the paper.
        Iterations: int
        /// Coupled in the paper; the others are its ablations, and `MaskVariant.NextToken` is for a causal model.
        Variant: MaskVariant
        /// Coupled pairs of an estimate; 1 in the paper.
        Drawings: int
        /// Least and largest mask ratio; 0.2 and 0.8 in the paper.
        MaskRatios: float * float
        /// Probability that a prompt token is masked; 0 in the paper, 0.15 in d1.
        PromptMasking: float
        /// Whether each group of completions draws mask ratios of its own; false in the release, where a batch shares them.
        RatioPerGroup: bool
        /// What is made of log-probabilities and advantages; in the paper the ratio of each token is clipped.
        Objective: PolicyObjective
        /// Width of the clip around 1; 0.5 in the paper.
        Clip: float
        /// Weight of the divergence from the reference; 0.01 in the paper.
        DivergenceWeight: float
        /// How it is estimated, with d = log p of the reference - log p: `K3`, exp(d) - d - 1, in the paper; `K2`, d^2 / 2; `K1`, -d.
        Divergence: DivergenceEstimator
        /// The most that a token's divergence counts, above 0; `None` in the paper: no bound.
        DivergenceCap: float option
        /// The group's mean in the paper, leave-one-out in the release.
        Baseline: AdvantageBaseline
        /// Whether groups whose completions were rewarded alike are left out of the updates, which saves their passes; false in the paper.
        SkipGroupsWithoutSpread: bool
        /// What the reference becomes when it is renewed: this share of the model's weights and the rest of its own.
        /// 1, a copy, in the paper; 0.6 in the release.
        ReferenceMixing: float
        /// Updates after which the reference is renewed; 64 in the paper.
        SynchronizeEvery: int option
        /// How completions are sampled: temperature 1.2 in the paper. The record's own seed has no say: `Seed` below has.
        Sampler: SamplerOptions
        /// The largest importance weight C of a token, above 0; `None`, as in the paper: no weights. Where the sampler has a `Cache`,
        /// completions are drawn from other distributions than the model's: each token's policy term is multiplied by min(C, p of the
        /// full pass / p of the cache), by 1 where `DriftEvery` did not measure it. Needs both; every measurement is a full pass more.
        RolloutCorrection: float option
        /// Learning rate after warm-up, falling to a tenth of it; 1e-6 in the paper.
        LearningRate: float
        /// Largest norm of a gradient; 0.2 in the release.
        ClipNorm: float
        /// Parts in which a round's completions pass through the model: more take less memory.
        MicroBatches: int
        /// Where every random draw comes from.
        Seed: int64
        /// Steps between two lines of the log.
        LogEvery: int
        /// Steps between two checkpoints.
        CheckpointEvery: int
        /// The run's directory, in which it can go on after an interruption. `None`: nothing is written.
        Directory: string option
        /// Threads to compute with; `None`: as libtorch is set. A run is resumed under the number it began with.
        Threads: int option
    }

    /// The paper's settings (section 5), for 100 updates of one prompt each, where
    /// the release has 8. docs/reinforcement-learning.md lists what differs from it.
    static member Paper =
        let paper = DiffuCoder.Training.Grpo.GrpoOptions.Paper
        let training = DiffuCoder.Training.Grpo.GrpoOptions.Training(100L, 0L)

        {
            Steps = int training.Steps
            PromptsPerRound = 1
            GroupSize = paper.GroupSize
            Iterations = paper.Iterations
            Variant = paper.Estimator.Variant
            Drawings = paper.Estimator.Drawings
            MaskRatios = paper.Estimator.LeastMaskRatio, paper.Estimator.MostMaskRatio
            PromptMasking = paper.Estimator.PromptMaskProbability
            RatioPerGroup = paper.Estimator.RatioPerGroup
            Objective = paper.Loss.Objective
            Clip = paper.Loss.ClipHigh
            DivergenceWeight = paper.Loss.DivergenceWeight
            Divergence = paper.Loss.Divergence
            DivergenceCap = Option.ofNullable paper.Loss.DivergenceCap
            Baseline = paper.Baseline
            SkipGroupsWithoutSpread = paper.SkipGroupsWithoutSpread
            ReferenceMixing = paper.ReferenceMixing
            SynchronizeEvery = paper.SynchronizeReferenceEvery |> Option.ofNullable |> Option.map int
            Sampler =
                { SamplerOptions.Paper with
                    Temperature = paper.Sampling.Temperature
                }
            RolloutCorrection = Option.ofNullable paper.RolloutCorrection
            LearningRate = training.LearningRate.Peak
            ClipNorm = training.ClipNorm
            MicroBatches = training.MicroBatches
            Seed = training.Seed
            LogEvery = 1
            CheckpointEvery = 50
            Directory = None
            Threads = None
        }

    /// The released recipe: 8 prompts a round, completions at temperature 1, leave-one-out advantages, a reference that is mixed.
    static member Release =
        { GrpoOptions.Paper with
            PromptsPerRound = 8
            ReferenceMixing = DiffuCoder.Training.Grpo.GrpoOptions.Release.ReferenceMixing
            Baseline = AdvantageBaseline.LeaveOneOut
            Sampler =
                { SamplerOptions.Paper with
                    Temperature = 1.0
                }
        }

    /// For the small family: few short completions, larger steps.
    static member Tiny =
        { GrpoOptions.Paper with
            PromptsPerRound = 4
            GroupSize = 8
            Sampler =
                { SamplerOptions.Tiny with
                    Temperature = 1.0
                }
            LearningRate = 3e-5
            ClipNorm = 1.0
        }

/// Between the kit's record and the core's, where the checks live.
module internal CoreGrpo =

    let estimator (options: GrpoOptions) =
        LikelihoodEstimator(
            Variant = options.Variant,
            Drawings = options.Drawings,
            LeastMaskRatio = fst options.MaskRatios,
            MostMaskRatio = snd options.MaskRatios,
            PromptMaskProbability = options.PromptMasking,
            RatioPerGroup = options.RatioPerGroup
        )

    let private loss (options: GrpoOptions) =
        PolicyLoss(
            ClipLow = options.Clip,
            ClipHigh = options.Clip,
            DivergenceWeight = options.DivergenceWeight,
            Divergence = options.Divergence,
            DivergenceCap = Option.toNullable options.DivergenceCap,
            Objective = options.Objective
        )

    let algorithm (options: GrpoOptions) =
        DiffuCoder.Training.Grpo.GrpoOptions(
            GroupSize = options.GroupSize,
            Iterations = options.Iterations,
            Estimator = estimator options,
            Loss = loss options,
            Baseline = options.Baseline,
            SkipGroupsWithoutSpread = options.SkipGroupsWithoutSpread,
            ReferenceMixing = options.ReferenceMixing,
            SynchronizeReferenceEvery = (options.SynchronizeEvery |> Option.map int64 |> Option.toNullable),
            Sampling = CoreOptions.ofOptions options.Sampler,
            RolloutCorrection = Option.toNullable options.RolloutCorrection
        )

    let training (options: GrpoOptions) =
        let preset =
            DiffuCoder.Training.Grpo.GrpoOptions.Training(int64 options.Steps, options.Seed)

        TrainingOptions(
            Steps = preset.Steps,
            Seed = preset.Seed,
            LearningRate =
                LearningRate(
                    Peak = options.LearningRate,
                    WarmupRatio = preset.LearningRate.WarmupRatio,
                    FloorRatio = preset.LearningRate.FloorRatio
                ),
            Optimizer = preset.Optimizer,
            ClipNorm = options.ClipNorm,
            MicroBatches = options.MicroBatches,
            LogEvery = int64 options.LogEvery,
            CheckpointEvery = int64 options.CheckpointEvery,
            Threads = Option.toNullable options.Threads
        )
