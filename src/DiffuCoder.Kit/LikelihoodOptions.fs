namespace DiffuCoder

/// What a model says of a completion under every one of its masks, and the exact bound of its log-probability that follows: `Bound`,
/// `TokenBounds`, `LogProbabilities` by mask and token, in nats.
type ExactLikelihood = DiffuCoder.Training.Grpo.Exact.ExactLikelihood

/// How far an estimator is from the exact bound, in nats per token: `Mean`, `Bias`, `OfMean` and `PerToken` (variances), at `Passes`.
type EstimatorAccuracy = DiffuCoder.Training.Grpo.Exact.EstimatorAccuracy

/// How far the gradient of an estimate is from that of the exact bound: `Bias`, `Variance`, `Noise`, `Cosine`, at `Passes`.
type GradientAccuracy = DiffuCoder.Training.Grpo.Exact.GradientAccuracy

/// The same over all masks, without drawing.
type GradientMoments = DiffuCoder.Training.Grpo.Exact.GradientMoments

/// The estimate of one completion, drawn many times: `Tokens` by draw and token, `Sequences` by draw, in nats.
type LikelihoodEstimates = DiffuCoder.Training.Grpo.LikelihoodEstimates

/// Mean and variances of an estimate over its draws, with their bands.
type LikelihoodVariance = DiffuCoder.Training.Grpo.LikelihoodVariance

/// One forward pass of an estimate: which tokens of the completion are
/// masked, and what the log-probability of such a token is multiplied with.
type LikelihoodMask =
    {
        /// Share of the estimate.
        Weight: float
        /// True where the token is masked, from the first one of the completion on.
        Masked: bool list
    }

/// <summary>How the log-probability of a completion is estimated, and how often. Values are checked when it is.</summary>
/// <example><code lang="fsharp">
/// { LikelihoodOptions.Paper with Variant = MaskVariant.Decoupled; Draws = 500 }
/// </code></example>
[<NoComparison>]
type LikelihoodOptions =
    {
        /// How masks come about: `MaskVariant.Coupled`, `Decoupled`, `FullMask`, `RandomMask`; of a causal model `NextToken`.
        Variant: MaskVariant
        /// Pairs of an estimate; 1 in the paper.
        Drawings: int
        /// Least and largest mask ratio; 0.2 and 0.8 in the paper.
        MaskRatios: float * float
        /// Probability that a prompt token is masked; 0 in the paper, 0.15 in d1.
        PromptMasking: float
        /// How often the estimate is drawn, each time with ratios and masks of its own; at least 2 for a variance.
        Draws: int
        /// Where masks and bands are drawn from.
        Seed: int64
        /// Confidence of the bands, in (0, 1).
        Confidence: float
        /// Resamples of the bootstrap over draws, at least 100.
        Resamples: int
    }

    /// The paper's estimate (section 4), drawn 200 times, and bands of 95 %.
    static member Paper =
        let paper, bands = GrpoOptions.Paper, AnalysisOptions.Default

        {
            Variant = paper.Variant
            Drawings = paper.Drawings
            MaskRatios = paper.MaskRatios
            PromptMasking = paper.PromptMasking
            Draws = 200
            Seed = 0L
            Confidence = bands.Confidence
            Resamples = bands.Resamples
        }
