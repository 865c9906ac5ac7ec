namespace DiffuCoder

open DiffuCoder.Training

/// A point of the loss against time: the `Time`, and the `Value` there in nats per masked token with its band.
type TimePoint = DiffuCoder.Training.TimePoint

/// <summary>How the loss against time is measured. Values are checked when it is.</summary>
/// <example><code lang="fsharp">
/// { LossOptions.Default with Times = [ 0.1; 0.5; 0.9 ]; Draws = 4 }
/// </code></example>
type LossOptions =
    {
        /// Probabilities that a token is masked, each above 0 and at most 1.
        Times: float list
        /// Masks drawn for each row at each time.
        Draws: int
        /// Where masks and bands are drawn from: the same seed gives the same curve.
        Seed: int64
        /// Confidence of the bands, in (0, 1).
        Confidence: float
        /// Means drawn by the bootstrap over rows, at least 100.
        Resamples: int
    }

    /// Twelve times from 0.05 to 1, 8 masks a row, and bands of 95 %.
    static member Default =
        let core, bands = LossByTime.Default, AnalysisOptions.Default

        {
            Times = List.ofSeq core.Times
            Draws = core.Draws
            Seed = core.Seed
            Confidence = bands.Confidence
            Resamples = bands.Resamples
        }

/// <summary>How hard masked tokens are to tell.</summary>
/// <example><code lang="fsharp">
/// TinyCorpus.requests Split.HeldOutParameters 40
/// |> Data.rowsOfAnswers (Model.tokenizer model)
/// |> Loss.byTime model LossOptions.Default
/// |> List.iter (fun point -> printfn $"t {point.Time}: {point.Value.Mean:F3} nats ({point.Value.Low:F3} to {point.Value.High:F3})")
/// </code></example>
[<RequireQualifiedAccess>]
module Loss =

    /// <summary>
    /// The mean cross entropy of masked tokens where each learned token of a row is masked with probability t, at
    /// each of the times. Each row counts once, with all its masked tokens of all draws; the bands are over rows.
    /// </summary>
    /// <param name="model">A masked diffusion model.</param>
    /// <param name="options">Times, draws, bands.</param>
    /// <param name="rows">At least one; only what follows the prompt is masked.</param>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// The model has no mask token, an option is out of range, or a row cannot be measured.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">A number of the bands is out of range.</exception>
    /// <example><code lang="fsharp">
    /// [ Prompt.instruct "Write a function `twice` that doubles a number.", "def twice(x):\n    return 2 * x\n```\n" ]
    /// |> Data.rowsOfAnswers (Model.tokenizer model)
    /// |> Loss.byTime model { LossOptions.Default with Times = [ 0.2; 0.8 ] }
    /// </code></example>
    let byTime (model: Model) (options: LossOptions) (rows: TokenRow seq) : TimePoint list =
        let bands =
            { AnalysisOptions.Default with
                Confidence = options.Confidence
                Resamples = options.Resamples
                Seed = options.Seed
            }

        LossByTime(Times = options.Times, Draws = options.Draws, Seed = options.Seed).Of(model, Array.ofSeq rows, CoreBands.ofOptions bands)
        |> List.ofSeq

    /// <summary>What <c>byTime</c> costs: all masks of the longest row at one time are measured.</summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">As for <c>byTime</c>.</exception>
    /// <example><code lang="fsharp">
    /// rows |> Loss.cost model LossOptions.Default |> Cost.describe |> printfn "%s"
    /// </code></example>
    let cost (model: Model) (options: LossOptions) (rows: TokenRow seq) : Cost =
        let rows = List.ofSeq rows

        match rows with
        | [] -> Cost.none
        | _ ->
            let longest = rows |> List.maxBy _.Tokens.Count

            let one =
                { options with
                    Times = List.truncate 1 options.Times
                    Resamples = 100
                }

            Cost.ofParts options.Draws (rows.Length * options.Times.Length) (fun () -> byTime model one [ longest ] |> ignore)
