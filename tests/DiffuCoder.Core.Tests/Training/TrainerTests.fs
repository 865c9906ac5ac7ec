module DiffuCoder.Core.Tests.Training.TrainerTests

open System
open System.Collections.Generic
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

/// Collects reports on the calling thread.
type Reports() =
    let all = List<TrainingProgress>()
    member _.All = List.ofSeq all

    interface IProgress<TrainingProgress> with
        member _.Report report = all.Add report

[<Fact>]
let ``a diffusion run learns to count and reports what it does`` () =
    use model = createModel "Dream"
    use directory = new TemporaryDirectory()
    let reports = Reports()

    let result =
        Trainer(model, DiffusionObjective(), counting 8 12, options 120L, directory.Path).Run(reports)

    result.Finished |> should equal true
    result.Step |> should equal 120L
    let measure (report: TrainingProgress) = report.Measures["cross_entropy"]
    measure (List.last reports.All) |> should be (lessThan (0.7 * measure (List.head reports.All)))
    (List.last reports.All).Tokens |> should equal (120L * 8L * 12L)

    let lines =
        File.ReadAllLines(directory.File "metrics.jsonl")
        |> Array.map (fun line -> JsonDocument.Parse(line).RootElement)

    lines
    |> Array.map (fun line -> line.GetProperty("step").GetInt64())
    |> should equal [| for step in 3L .. 3L .. 120L -> step |]

    for name in [ "loss"; "cross_entropy"; "learning_rate"; "gradient_norm"; "tokens" ] do
        lines[5].TryGetProperty name |> fst |> should equal true
