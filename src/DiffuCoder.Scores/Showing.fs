/// How far the measurements have come: bars on a terminal, lines elsewhere.
module DiffuCoder.Scores.Showing

open System
open Spectre.Console
open DiffuCoder
open DiffuCoder.Scores.Measurement

/// What a measurement is called.
let title (measurement: Measurement) =
    FormattableString.Invariant
        $"{nameOf measurement.Source} on {measurement.Benchmark.Name}, {measurement.Samples} at T {measurement.Temperature:F1}, seed {measurement.Seed}"

/// Does some work with a way to tell of its progress by measurement.
let during (measurements: Measurement list) (work: (Measurement -> EvaluateProgress -> unit) -> 'a) : 'a =
    if Console.IsOutputRedirected then
        let told =
            dict
                [
                    for measurement in measurements -> measurement, title measurement |> Tenths.told Console.WriteLine
                ]

        work (fun measurement progress ->
            told[measurement] progress.Share

            if progress.Scored = progress.Total then
                Console.WriteLine $"{title measurement}: {progress.Total} answers judged")
    else
        AnsiConsole
            .Progress()
            .Columns(TaskDescriptionColumn(), ProgressBarColumn(), PercentageColumn(), RemainingTimeColumn())
            .Start(fun context ->
                let bars =
                    dict
                        [
                            for measurement in measurements ->
                                measurement, context.AddTask(Markup.Escape(title measurement), autoStart = false)
                        ]

                work (fun measurement progress ->
                    let bar = bars[measurement]

                    if not bar.IsStarted then
                        bar.StartTask()

                    bar.MaxValue <- 1.0
                    bar.Value <- progress.Share))
