/// The scores as a table: a line for each source and benchmark, a column for each k and temperature.
module DiffuCoder.Scores.Table

open System
open DiffuCoder
open DiffuCoder.Scores.Measurement

/// A column: further tests or not, k, temperature.
type private Column =
    {
        IsPlus: bool
        Temperature: float
        K: int
    }

let private columns (measurement: Measurement, result: BenchmarkResult) =
    [
        for isPlus, scores in [ false, result.Base; true, result.Plus ] do
            for score in scores ->
                {
                    IsPlus = isPlus
                    Temperature = measurement.Temperature
                    K = score.K
                },
                score
    ]

let private head (withTemperature: bool) (column: Column) =
    let plus = if column.IsPlus then "+" else ""

    if withTemperature then
        FormattableString.Invariant $"pass@{column.K}{plus} at T {column.Temperature:F1}"
    else
        $"pass@{column.K}{plus}"

let private cell (score: PassScore) =
    FormattableString.Invariant $"{100.0 * score.Value:F1} ({100.0 * score.Low:F1} to {100.0 * score.High:F1})"

/// Header and lines. A file of answers does not say its temperature.
let cells (measured: (Measurement * BenchmarkResult) list) : string list * string list list =
    let known =
        measured |> List.collect columns |> List.map fst |> List.distinct |> List.sort

    let withTemperature (measurement: Measurement) =
        match measurement.Source with
        | Settings.File _ -> false
        | _ -> true

    let lines =
        measured
        |> List.groupBy (fun (measurement, result) -> nameOf measurement.Source, result.Benchmark)
        |> List.map (fun ((source, benchmark), same) ->
            let scores = same |> List.collect columns |> Map.ofList
            let problems = (snd same.Head).Problems.Length

            [ source; benchmark; string problems ]
            @ [
                for column in known -> scores |> Map.tryFind column |> Option.map cell |> Option.defaultValue ""
            ])

    [ "answers of"; "benchmark"; "problems" ]
    @ (known |> List.map (head (measured |> List.forall (fst >> withTemperature)))),
    lines

/// The table in Markdown.
let markdown (measured: (Measurement * BenchmarkResult) list) =
    let header, lines = cells measured
    let row texts = "| " + String.concat " | " texts + " |"

    row header :: row (header |> List.map (fun _ -> "---")) :: List.map row lines
    |> String.concat "\n"
