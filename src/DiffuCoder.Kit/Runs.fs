namespace DiffuCoder

open DiffuCoder.Analysis
open DiffuCoder.Training

/// A line of a run's records: the `Step`, and what was measured there by name.
type RunLine = DiffuCoder.Training.RunLine

/// <summary>The records of training runs as data for charts. A series is a list of steps with values.</summary>
/// <example><code lang="fsharp">
/// let mean variant =
///     [ for seed in 0..2 -> Runs.read $"runs/{variant}-{seed}" |> Runs.series "reward" |> Runs.smooth 9 ]
///     |> Runs.mean AnalysisOptions.Default
///
/// for point in mean "coupled" do
///     printfn $"{point.At}: {point.Value.Mean:F2} ({point.Value.Low:F2} to {point.Value.High:F2})"
/// </code></example>
[<RequireQualifiedAccess>]
module Runs =

    /// <summary>
    /// The lines of a run's <c>metrics.jsonl</c>: <c>loss</c>, <c>learning_rate</c>, <c>gradient_norm</c>,
    /// <c>tokens</c>, and what else was measured, such as <c>validation_loss</c>, or <c>reward</c>, <c>kl</c>,
    /// <c>completion_length</c> in reinforcement learning. A last line that is still being written does not count.
    /// </summary>
    /// <param name="path">The directory of a run or of a pipeline's stage, or the file itself.</param>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">
    /// The file is missing, or a line is damaged; the message names file and line.
    /// </exception>
    /// <example><code lang="fsharp">
    /// Runs.read "models/instruct" |> List.last |> fun line -> printfn $"step {line.Step}: {line.Measures}"
    /// </code></example>
    let read (path: string) : RunLine list = RunMeasures.Read path |> List.ofSeq

    /// <summary>
    /// The lines of a run's <c>timing.jsonl</c>: <c>seconds</c> since the run began, <c>tokens_per_second</c>, and the seconds
    /// since the line before that went into <c>phases.rollout</c>, <c>phases.forward</c>, <c>phases.backward</c> and so on.
    /// </summary>
    /// <param name="path">The directory of a run, or the file itself.</param>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">
    /// The file is missing, or a line is damaged; the message names file and line.
    /// </exception>
    /// <example><code lang="fsharp">
    /// Runs.readTiming "runs/first" |> Runs.series "phases.rollout" |> List.sumBy snd
    /// </code></example>
    let readTiming (path: string) : RunLine list =
        RunMeasures.ReadTiming path |> List.ofSeq

    let private ofCore (points: StepValue seq) =
        [ for point in points -> int point.Step, point.Value ]

    let private toCore (series: (int * float) seq) =
        [| for step, value in series -> StepValue(int64 step, value) |]

    /// <summary>One measure of a run, at the steps that have it.</summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">No line has it; the message names those there are.</exception>
    /// <example><code lang="fsharp">
    /// Runs.read "runs/first" |> Runs.series "reward"   // [ 1, 0.4; 3, 0.7; ... ]
    /// </code></example>
    let series (measure: string) (lines: RunLine seq) : (int * float) list =
        RunMeasures.Series(Array.ofSeq lines, measure) |> ofCore

    /// <summary>
    /// The mean of each value and its neighbours, so many in all, as many before it
    /// as after it. Towards the ends the window narrows, so that nothing is shifted.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">The width is even or below 1.</exception>
    /// <example><code lang="fsharp">
    /// Runs.read "runs/first" |> Runs.series "loss" |> Runs.smooth 25
    /// </code></example>
    let smooth (width: int) (series: (int * float) list) : (int * float) list =
        let steps, values = List.unzip series
        MovingAverage.Centred(values, width) |> List.ofSeq |> List.zip steps

    /// <summary>
    /// The mean over runs that differ in their seed, at each step over the runs that
    /// have it, with bands: the bootstrap over runs, of which a few say little.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">There are no runs.</exception>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">A number of the bands is out of range.</exception>
    /// <example><code lang="fsharp">
    /// [ "runs/seed-0"; "runs/seed-1"; "runs/seed-2" ]
    /// |> List.map (Runs.read >> Runs.series "reward")
    /// |> Runs.mean AnalysisOptions.Default
    /// </code></example>
    let mean (options: AnalysisOptions) (runs: (int * float) list seq) : CurvePoint list =
        RunMeasures.Mean([| for run in runs -> toCore run |], CoreBands.ofOptions options)
        |> List.ofSeq
