namespace DiffuCoder

open System
open System.Threading
open DiffuCoder.Training
open TorchSharp

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
            Weight =
                (match view.RowWeights with
                 | null -> view.Weight
                 | rows -> float (rows.cpu().reshape(-1L).data<float32>().[0]))
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

    let private bandsOf (options: LikelihoodOptions) =
        CoreBands.ofOptions
            { AnalysisOptions.Default with
                Confidence = options.Confidence
                Resamples = options.Resamples
                Seed = options.Seed
            }

    let private varianceOf (options: LikelihoodOptions) (estimates: LikelihoodEstimates) : LikelihoodVariance =
        estimates.Variance(bandsOf options)

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

    /// <summary>
    /// The same options with as many drawings as make so many forward passes of an estimate, so that estimators are compared at
    /// equal cost. The full mask alone has one pass, whatever is asked for.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// No number of drawings makes so many; the message names the next ones.
    /// </exception>
    /// <example><code lang="fsharp">
    /// // three random masks for the full mask and a pair
    /// { LikelihoodOptions.Paper with Variant = MaskVariant.RandomMask } |> Likelihood.withPasses 3
    /// </code></example>
    let withPasses (passes: int) (options: LikelihoodOptions) : LikelihoodOptions =
        { options with
            Drawings = (estimator options).WithPasses(passes).Drawings
        }

    /// <summary>As <c>exact</c>, telling how many masks are done and of how many, and ended by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was ended.</exception>
    let exactWith (watch: int -> int -> unit) (stop: CancellationToken) (model: Model) (generation: Trajectory) : ExactLikelihood =
        ExactLikelihood.Of(model, generation, Action<int, int> watch, stop)

    /// <summary>
    /// The bound of a generation's log-probability without chance: all 2^n masks of its n tokens are looked at, n at most 10, and a
    /// mask of k tokens weighs (k-1)! (n-k)! / n!, the integral of t^(k-1) (1-t)^(n-k).
    /// </summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// There are more than 10 tokens (the message names the passes), nothing was written, or the model has no mask token.
    /// </exception>
    /// <example><code lang="fsharp">
    /// let short = Prompt.complete "x =" |> Sampler.generate model { SamplerOptions.Tiny with MaxNewTokens = 8; Steps = 8 }
    /// let exact = short |> Likelihood.exact model
    /// printfn $"{exact.Bound} nats; token by token {List.ofSeq exact.TokenBounds}"
    /// </code></example>
    let exact (model: Model) (generation: Trajectory) : ExactLikelihood =
        exactWith (fun _ _ -> ()) CancellationToken.None model generation

    /// <summary>As <c>exact</c>, of an answer that is given as text.</summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// The answer and its end have more than 10 tokens, or there is none.
    /// </exception>
    /// <example><code lang="fsharp">
    /// [ Prompt.complete "x =", " 1" ]
    /// |> Data.rowsOfAnswers (Model.tokenizer model)
    /// |> Seq.map (Likelihood.exactOfRow model >> _.Bound)
    /// |> List.ofSeq
    /// </code></example>
    let exactOfRow (model: Model) (row: TokenRow) : ExactLikelihood = ExactLikelihood.Of(model, row)

    let private accuracyOf (exact: ExactLikelihood) (draw: LikelihoodOptions -> LikelihoodEstimates) (options: LikelihoodOptions) =
        match exact.Accuracy(estimator options) with
        | null -> EstimatorAccuracy.Drawn(exact, estimator options, draw options, bandsOf options)
        | accuracy -> accuracy

    /// <summary>
    /// Expectation, bias and variance of estimators, against the exact bound of a generation of at most 10 tokens. What is known of an
    /// estimator's masks is summed over all of them, and nothing is drawn; with a masked prompt, estimates are drawn (<c>Draws</c>) and
    /// have bands.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">As for <c>exact</c>, or an option is out of range.</exception>
    /// <example><code lang="fsharp">
    /// let atThreePasses =
    ///     [ for variant in [ MaskVariant.Coupled; MaskVariant.Decoupled; MaskVariant.RandomMask ] ->
    ///           { LikelihoodOptions.Paper with Variant = variant } |> Likelihood.withPasses 3 ]
    ///
    /// for estimator in answer |> Likelihood.accuracies model atThreePasses do
    ///     printfn $"{estimator.Estimator}: bias {estimator.Bias.Mean:F3}, variance {estimator.OfMean.Value:F3}"
    /// </code></example>
    let accuracies (model: Model) (estimators: LikelihoodOptions list) (generation: Trajectory) : EstimatorAccuracy list =
        let known = exact model generation

        estimators
        |> List.map (accuracyOf known (fun options -> estimates model options generation))

    /// <summary>As <c>accuracies</c>, of an answer that is given as text.</summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">As for <c>exactOfRow</c>, or an option is out of range.</exception>
    /// <example><code lang="fsharp">
    /// row |> Likelihood.accuraciesOfRow model [ LikelihoodOptions.Paper ]
    /// </code></example>
    let accuraciesOfRow (model: Model) (estimators: LikelihoodOptions list) (row: TokenRow) : EstimatorAccuracy list =
        let known = exactOfRow model row

        estimators
        |> List.map (accuracyOf known (fun options -> estimatesOfRow model options row))

    /// What all estimators of one comparison of gradients have in common.
    let private common (estimators: LikelihoodOptions list) =
        match
            estimators
            |> List.distinctBy (fun options -> options.Draws, options.Seed, options.Confidence, options.Resamples)
        with
        | [ one ] -> one
        | [] -> invalidArg (nameof estimators) "There is no estimator to measure; give at least one."
        | _ ->
            invalidArg
                (nameof estimators)
                "Estimators are compared by the same number of draws: give all the same Draws, Seed, Confidence and Resamples."

    /// <summary>As <c>gradients</c>, telling how many masks and draws are done and of how many, and ended by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was ended.</exception>
    let gradientsWith
        (watch: int -> int -> unit)
        (stop: CancellationToken)
        (model: Model)
        (estimators: LikelihoodOptions list)
        (generation: Trajectory)
        : GradientAccuracy list =
        let shared = common estimators

        GradientAccuracy.Of(
            model,
            ResizeArray(List.map estimator estimators),
            generation,
            shared.Draws,
            shared.Seed,
            bandsOf shared,
            Action<int, int> watch,
            stop
        )
        |> List.ofSeq

    /// <summary>
    /// Bias, variance and direction of the gradient that estimators give, with respect to all weights, against the gradient of the
    /// exact bound of a generation of at most 10 tokens: by <c>Draws</c> estimates of each, and in <c>Exact</c> without drawing where
    /// the law of the masks is known. A float32 copy of the model is differentiated; the model stays as it is. It takes 2^n passes
    /// forward and backward, and those of the draws.
    /// </summary>
    /// <exception cref="T:System.ArgumentException">There is no estimator, or they differ in draws, seed or bands.</exception>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">As for <c>exact</c>, or an option is out of range.</exception>
    /// <exception cref="T:DiffuCoder.Models.ModelException">The model is one under an adapter.</exception>
    /// <example><code lang="fsharp">
    /// let atThreePasses =
    ///     [ for variant in [ MaskVariant.Coupled; MaskVariant.Decoupled; MaskVariant.RandomMask ] ->
    ///           { LikelihoodOptions.Paper with Variant = variant; Draws = 60 } |> Likelihood.withPasses 3 ]
    ///
    /// for estimator in answer |> Likelihood.gradients model atThreePasses do
    ///     printfn $"{estimator.Estimator}: noise {estimator.Noise.Mean:F2}, cosine {estimator.Cosine.Mean:F2}"
    /// </code></example>
    let gradients (model: Model) (estimators: LikelihoodOptions list) (generation: Trajectory) : GradientAccuracy list =
        gradientsWith (fun _ _ -> ()) CancellationToken.None model estimators generation

    /// <summary>As <c>gradients</c>, of an answer that is given as text.</summary>
    /// <exception cref="T:System.ArgumentException">There is no estimator, or they differ in draws, seed or bands.</exception>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">As for <c>exactOfRow</c>, or an option is out of range.</exception>
    /// <example><code lang="fsharp">
    /// row |> Likelihood.gradientsOfRow model [ { LikelihoodOptions.Paper with Draws = 60 } ]
    /// </code></example>
    let gradientsOfRow (model: Model) (estimators: LikelihoodOptions list) (row: TokenRow) : GradientAccuracy list =
        let shared = common estimators

        GradientAccuracy.Of(model, ResizeArray(List.map estimator estimators), row, shared.Draws, shared.Seed, bandsOf shared)
        |> List.ofSeq

    /// <summary>What estimates of so many rows cost: two draws of the longest row are measured.</summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">As for the estimates.</exception>
    /// <example><code lang="fsharp">
    /// rows |> Likelihood.cost model LikelihoodOptions.Paper |> Cost.describe |> printfn "%s"
    /// </code></example>
    let cost (model: Model) (options: LikelihoodOptions) (rows: TokenRow seq) : Cost =
        let rows = List.ofSeq rows

        match rows with
        | [] -> Cost.none
        | _ ->
            let longest = rows |> List.maxBy _.Tokens.Count
            let passes = masks { options with Draws = 1 } 1 |> List.head |> List.length
            let measured = 2

            let cost =
                Cost.ofParts (passes * measured) (rows.Length * options.Draws) (fun () ->
                    longest |> estimatesOfRow model { options with Draws = measured } |> ignore)

            { cost with
                Passes = cost.Passes / int64 measured
                Time = cost.Time / float measured
            }
