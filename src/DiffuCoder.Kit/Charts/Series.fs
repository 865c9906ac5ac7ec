namespace DiffuCoder

open System

/// Where numbers come from.
[<RequireQualifiedAccess>]
type SeriesSource =
    /// Computed here.
    | Measured
    /// Printed in the paper: drawn dashed and paler, without an interval, and marked "(paper)".
    | Paper

/// A number with its interval; both ends are the number itself where none is known.
type Estimate =
    {
        /// NaN where it is undefined: a gap.
        Value: float
        /// Lower end of the interval.
        Low: float
        /// Its upper end.
        High: float
    }

/// Numbers with intervals.
[<RequireQualifiedAccess>]
module Estimate =

    /// A number without an interval.
    /// <example><code lang="fsharp">
    /// Estimate.exact 72.0
    /// </code></example>
    let exact (value: float) =
        {
            Value = value
            Low = value
            High = value
        }

    /// Both ends of the interval; the number itself where an end is undefined.
    let internal ends (estimate: Estimate) =
        let orValue (limit: float) =
            if Double.IsNaN limit then estimate.Value else limit

        orValue estimate.Low, orValue estimate.High

    /// The number and, where there is one, its interval.
    let internal text (format: float -> string) (estimate: Estimate) =
        match ends estimate with
        | low, high when low < high -> $"{format estimate.Value} ({format low} to {format high})"
        | _ -> format estimate.Value

    /// A mean over generations and its band.
    /// <example><code lang="fsharp">
    /// Band.Of [ 0.4; 0.6; 0.5 ] |> Estimate.ofBand
    /// </code></example>
    let ofBand (band: Band) =
        {
            Value = band.Mean
            Low = band.Low
            High = band.High
        }

    /// A score in per cent, as papers print it.
    /// <example><code lang="fsharp">
    /// result.Base.Head |> Estimate.percent
    /// </code></example>
    let percent (score: PassScore) =
        {
            Value = 100.0 * score.Value
            Low = 100.0 * score.Low
            High = 100.0 * score.High
        }

/// A point of a line.
type SeriesPoint =
    {
        /// Where on the horizontal axis: a k, a position, an update, a speed-up, ...
        At: float
        /// The value there.
        Value: Estimate
    }

/// <summary>A line of a chart. Its colour goes by its name, in every chart the same.</summary>
type Series =
    {
        /// What the legend says.
        Name: string
        /// In any order.
        Points: SeriesPoint list
        /// Where the numbers come from.
        Source: SeriesSource
    }

/// <summary>Making lines for charts.</summary>
/// <example><code lang="fsharp">
/// [ Series.measured "instruct" (Arness.localMeans AnalysisOptions.Default 9 answers)
///   Series.measured "the first ten" (Arness.localMeans AnalysisOptions.Default 9 (List.truncate 10 answers)) ]
/// |> Chart.localArness
/// </code></example>
[<RequireQualifiedAccess>]
module Series =

    /// <summary>A line of given points.</summary>
    /// <example><code lang="fsharp">
    /// Series.ofPoints SeriesSource.Measured "instruct" [ 1.0, Estimate.ofBand slow; 2.0, Estimate.ofBand fast ]
    /// </code></example>
    let ofPoints (source: SeriesSource) (name: string) (points: (float * Estimate) list) =
        {
            Name = name
            Source = source
            Points = [ for at, value in points -> { At = at; Value = value } ]
        }

    /// <summary>A curve over generations, with its bands: what <c>Arness.localMeans</c> and its like return.</summary>
    /// <example><code lang="fsharp">
    /// answers |> Arness.localMeans AnalysisOptions.Default 9 |> Series.measured "instruct"
    /// </code></example>
    let measured (name: string) (points: CurvePoint list) =
        points
        |> List.map (fun point -> float point.At, Estimate.ofBand point.Value)
        |> ofPoints SeriesSource.Measured name

    /// <summary>Losses against time, with their bands: what <c>Loss.byTime</c> returns.</summary>
    /// <example><code lang="fsharp">
    /// rows |> Loss.byTime model LossOptions.Default |> Series.losses "base"
    /// </code></example>
    let losses (name: string) (points: TimePoint list) =
        points
        |> List.map (fun point -> point.Time, Estimate.ofBand point.Value)
        |> ofPoints SeriesSource.Measured name

    /// <summary>Values of the paper, read off its figures or tables.</summary>
    /// <example><code lang="fsharp">
    /// // HumanEval+ after one and five epochs of instruction tuning (tables 1 and 4)
    /// Series.paper "DiffuCoder-Instruct" [ 1, 60.4; 5, 65.2 ]
    /// </code></example>
    let inline paper (name: string) (points: (^At * float) list) =
        points
        |> List.map (fun (at, value) -> float at, Estimate.exact value)
        |> ofPoints SeriesSource.Paper name

    /// <summary>Values without intervals, such as the losses of one run.</summary>
    /// <example><code lang="fsharp">
    /// Series.values "instruct" [ 0.1, 0.4; 0.5, 1.2; 0.9, 2.8 ] |> List.singleton |> Chart.lossByTime
    /// </code></example>
    let inline values (name: string) (points: (^At * float) list) =
        points
        |> List.map (fun (at, value) -> float at, Estimate.exact value)
        |> ofPoints SeriesSource.Measured name

    /// <summary>pass@k against k, in per cent: what <c>Evaluate.passCurve</c> returns.</summary>
    /// <example><code lang="fsharp">
    /// result |> Evaluate.passCurve _.Passed |> Series.passes "T = 1.0"
    /// </code></example>
    let passes (name: string) (scores: PassScore list) =
        scores
        |> List.map (fun score -> float score.K, Estimate.percent score)
        |> ofPoints SeriesSource.Measured name

    /// <summary>Scores against something else, in per cent: a speed-up, a temperature.</summary>
    /// <example><code lang="fsharp">
    /// Series.scores "instruct" [ 1, whole.Base.Head; 2, halved.Base.Head ]
    /// </code></example>
    let inline scores (name: string) (points: (^At * PassScore) list) =
        points
        |> List.map (fun (at, score) -> float at, Estimate.percent score)
        |> ofPoints SeriesSource.Measured name

    /// <summary>
    /// The mean of several runs, one a seed, and its band: the bootstrap over the runs, at each point over those that have it.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Series.overSeeds "coupled" [ [ 1, 0.5; 2, 0.7 ]; [ 1, 0.6; 2, 0.9 ] ]
    /// </code></example>
    let inline overSeeds (name: string) (runs: (^At * float) list list) =
        runs
        |> List.concat
        |> List.map (fun (at, value) -> float at, value)
        |> List.groupBy fst
        |> List.sortBy fst
        |> List.map (fun (at, values) -> at, values |> List.map snd |> Band.Of |> Estimate.ofBand)
        |> ofPoints SeriesSource.Measured name

/// <summary>What a model scores on some benchmarks, in per cent.</summary>
type ModelScores =
    {
        /// The model; its colour goes by this name.
        Model: string
        /// Benchmark and score, in per cent. Benchmarks that are not there stay blank.
        Scores: (string * Estimate) list
        /// Where the numbers come from.
        Source: SeriesSource
    }

/// <summary>Scores of models for tables and radar charts.</summary>
/// <example><code lang="fsharp">
/// [ ModelScores.measured "instruct" [ "unseen phrasings", result.Base.Head ]
///   ModelScores.paper "DiffuCoder-7B-Instruct" [ "HumanEval", 72.0; "MBPP", 75.1 ] ]
/// |> Chart.scoreTable
/// </code></example>
[<RequireQualifiedAccess>]
module ModelScores =

    /// Scores of ours, with intervals.
    /// <example><code lang="fsharp">
    /// ModelScores.measured "instruct" [ "unseen phrasings", result.Base.Head ]
    /// </code></example>
    let measured (model: string) (scores: (string * PassScore) list) =
        {
            Model = model
            Scores = [ for benchmark, score in scores -> benchmark, Estimate.percent score ]
            Source = SeriesSource.Measured
        }

    /// Scores that the paper prints, in per cent.
    /// <example><code lang="fsharp">
    /// ModelScores.paper "DiffuCoder-7B-Instruct" [ "HumanEval", 72.0; "MBPP", 75.1 ]
    /// </code></example>
    let paper (model: string) (scores: (string * float) list) =
        {
            Model = model
            Scores = [ for benchmark, score in scores -> benchmark, Estimate.exact score ]
            Source = SeriesSource.Paper
        }
