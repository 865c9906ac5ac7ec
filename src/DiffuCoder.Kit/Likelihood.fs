namespace DiffuCoder

open DiffuCoder.Training
open TorchSharp

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
        /// How masks come about: `MaskVariant.Coupled`, `Decoupled`, `FullMask`, `RandomMask`.
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

/// <summary>
/// The log-probability that a masked diffusion model gives a completion, which can
/// only be estimated, and how far the estimate depends on the masks that were drawn.
/// </summary>
/// <example><code lang="fsharp">
/// for variant in [ MaskVariant.Coupled; MaskVariant.Decoupled ] do
///     let spread = answer |> Likelihood.variance model { LikelihoodOptions.Paper with Variant = variant }
///     printfn $"{variant.Name}: {spread.PerToken.Value:F3} nats squared a token ({spread.PerToken.Low:F3} to {spread.PerToken.High:F3})"
/// </code></example>
[<RequireQualifiedAccess>]
module Likelihood =

    let internal estimator (options: LikelihoodOptions) =
        CoreGrpo.estimator
            { GrpoOptions.Paper with
                Variant = options.Variant
                Drawings = options.Drawings
                MaskRatios = options.MaskRatios
                PromptMasking = options.PromptMasking
            }

    let private maskOf length (view: Grpo.MaskedView) =
        {
            Weight = view.Weight
            Masked = List.ofArray (view.Masked.cpu().reshape(int64 length).data<bool>().ToArray())
        }

    /// <summary>
    /// The masks of each of so many draws (<c>Draws</c>), a mask for each forward pass, for a completion of so many tokens.
    /// </summary>
    /// <param name="options">How masks are drawn.</param>
    /// <param name="length">Tokens of the completion, at least 1.</param>
    /// <exception cref="T:System.ArgumentException">The length is below 1.</exception>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">An option is out of range.</exception>
    /// <example><code lang="fsharp">
    /// for pass in Likelihood.masks { LikelihoodOptions.Paper with Draws = 1 } 40 |> List.head do
    ///     printfn $"{pass.Weight:F2} {pass.Masked}"
    /// </code></example>
    let masks (options: LikelihoodOptions) (length: int) : LikelihoodMask list list =
        if length < 1 then
            invalidArg (nameof length) $"A completion of {length} tokens has nothing to mask; it should have at least 1."

        use _ = torch.NewDisposeScope()
        let estimator = estimator options

        let completion =
            Grpo.Completions(torch.zeros (1L, int64 length, dtype = torch.int64), 0L, torch.ones (1L, int64 length, dtype = torch.``bool``))

        [
            for draw in 0 .. options.Draws - 1 ->
                [
                    for view in estimator.Draw(completion, TrainingDraws(options.Seed, draw, 0)) -> maskOf length view
                ]
        ]

    let private varianceOf (options: LikelihoodOptions) (estimates: LikelihoodEstimates) : LikelihoodVariance =
        let bands =
            { AnalysisOptions.Default with
                Confidence = options.Confidence
                Resamples = options.Resamples
                Seed = options.Seed
            }

        estimates.Variance(CoreBands.ofOptions bands)

    /// <summary>
    /// Draws the estimate of a generation. Counted are the tokens that were written, the one that ends the text included.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// The model has no mask token, an option is out of range, or nothing was written.
    /// </exception>
    /// <example><code lang="fsharp">
    /// let estimates = answer |> Likelihood.estimates model LikelihoodOptions.Paper
    /// estimates.Sequences |> Seq.average |> printfn "%f nats a token"
    /// </code></example>
    let estimates (model: Model) (options: LikelihoodOptions) (generation: Trajectory) : LikelihoodEstimates =
        LikelihoodEstimates.Draw(model, estimator options, generation, options.Draws, options.Seed)

    /// <summary>Draws the estimate of an answer that is given as text.</summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// The model has no mask token, an option is out of range, or the row has no answer.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Prompt.complete "def one():\n", "    return 1\n" ]
    /// |> Data.rowsOfAnswers (Model.tokenizer model)
    /// |> Seq.map (Likelihood.estimatesOfRow model LikelihoodOptions.Paper)
    /// |> List.ofSeq
    /// </code></example>
    let estimatesOfRow (model: Model) (options: LikelihoodOptions) (row: TokenRow) : LikelihoodEstimates =
        LikelihoodEstimates.Draw(model, estimator options, row, options.Draws, options.Seed)

    /// <summary>
    /// Mean of the estimate over its draws (nats per token), variance of a token's estimate (the mean
    /// over tokens) and variance of the mean over tokens, both in nats squared, each with its band.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">As for the estimates.</exception>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">
    /// There are fewer than two draws, or a number of the bands is out of range.
    /// </exception>
    /// <example><code lang="fsharp">
    /// let spread = answer |> Likelihood.variance model LikelihoodOptions.Paper
    /// printfn $"{spread.OfMean.Value} between {spread.OfMean.Low} and {spread.OfMean.High}"
    /// </code></example>
    let variance (model: Model) (options: LikelihoodOptions) (generation: Trajectory) : LikelihoodVariance =
        generation |> estimates model options |> varianceOf options

    /// <summary>As <c>variance</c>, of an answer that is given as text.</summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">As for the estimates.</exception>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">
    /// There are fewer than two draws, or a number of the bands is out of range.
    /// </exception>
    /// <example><code lang="fsharp">
    /// row |> Likelihood.varianceOfRow model { LikelihoodOptions.Paper with Variant = MaskVariant.RandomMask }
    /// </code></example>
    let varianceOfRow (model: Model) (options: LikelihoodOptions) (row: TokenRow) : LikelihoodVariance =
        row |> estimatesOfRow model options |> varianceOf options
