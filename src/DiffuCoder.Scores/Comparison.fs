/// Measurements side by side.
module DiffuCoder.Scores.Comparison

open System
open System.Globalization
open DiffuCoder
open DiffuCoder.Scores.Measurement

/// Measurements that differ in their seed only, as one.
let pooled (measured: (Measurement * BenchmarkResult) list) : (Measurement * BenchmarkResult) list =
    measured
    |> List.groupBy (fun (measurement, _) -> { measurement with Seed = 0L })
    |> List.map (fun (_, same) -> fst same.Head, same |> List.map snd |> Evaluate.pool)

let private line (before: Measurement, one: BenchmarkResult) (after: Measurement, other: BenchmarkResult) =
    let gain = Evaluate.difference _.Passed one other

    let signed (share: float) =
        (100.0 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)

    FormattableString.Invariant
        $"{nameOf after.Source} - {nameOf before.Source}, {one.Benchmark}, T {after.Temperature:F1}: {signed gain.Value} ({signed gain.Low} to {signed gain.High})"

/// pass@1 of every source less that of the first one, a line for each measurement that both have.
let lines (pooled: (Measurement * BenchmarkResult) list) : string list =
    let sources =
        pooled |> List.map (fun (measurement, _) -> measurement.Source) |> List.distinct

    [
        for source in List.tail sources do
            for after in pooled |> List.filter (fun (measurement, _) -> measurement.Source = source) do
                match
                    pooled
                    |> List.tryFind (fun (measurement, _) -> { fst after with Source = sources.Head } = measurement)
                with
                | Some before -> line before after
                | None -> ()
    ]
