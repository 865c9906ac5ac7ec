module DiffuCoder.Core.Tests.Training.RunMeasuresTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

let private written (text: string) (read: string -> 'a) =
    use folder = new TemporaryDirectory()
    File.WriteAllText(folder.File "metrics.jsonl", text)
    read folder.Path

let private damage text =
    Assert.Throws<DataException>(fun () -> written text RunMeasures.Read |> ignore)

[<Fact>]
let ``what a run wrote down is read back`` () =
    use folder = new TemporaryDirectory()
    use model = createModel "Dream"
    let reported = ResizeArray()

    let listener =
        { new System.IProgress<TrainingProgress> with
            member _.Report progress = reported.Add progress
        }

    Trainer(model, DiffusionObjective(), counting 2 6, options 7L, folder.Path).Run(listener)
    |> ignore

    let lines = RunMeasures.Read folder.Path

    [ for point in RunMeasures.Series(lines, "loss") -> point.Step, point.Value ]
    |> should equal [ for progress in reported -> progress.Step, progress.Loss ]

    [ for point in RunMeasures.Series(lines, "cross_entropy") -> point.Value ]
    |> should equal [ for progress in reported -> progress.Measures["cross_entropy"] ]

    let timing = RunMeasures.ReadTiming folder.Path
    timing.Count |> should equal lines.Count
    timing[0].Measures.ContainsKey "phases.forward" |> should be True

[<Fact>]
let ``a line that is being written does not count, and a damaged one is named`` () =
    let good = "{\"step\":1,\"loss\":2.5}\n"

    written (good + "{\"step\":2,\"lo") RunMeasures.Read |> should haveCount 1

    (damage (good + "{\"step\":2,\"lo\n" + "{\"step\":3,\"loss\":1}\n")).Row
    |> should equal 2L

    (damage (good + "{\"step\":2,\"loss\":\"low\"}\n")).Message
    |> should haveSubstring "line 2: the column \"loss\" should be a number"

    (damage (good + good)).Message |> should haveSubstring "is 1 after 1"
    (damage "{\"loss\":1}\n").Message |> should haveSubstring "\"step\" is missing"

[<Fact>]
let ``a measure that is not there is an error that names those that are`` () =
    Assert
        .Throws<TrainingException>(fun () ->
            written "{\"step\":1,\"loss\":2.5,\"kl\":0}\n" (fun path -> RunMeasures.Series(RunMeasures.Read path, "reward") |> ignore))
        .Message
    |> should haveSubstring "no measure reward; it has kl, loss."

[<Fact>]
let ``the mean over runs takes at each step the runs that have it`` () =
    let run (points: (int64 * float) list) : StepValue[] =
        [| for step, value in points -> StepValue(step, value) |]

    let mean =
        RunMeasures.Mean([| run [ 1L, 1.0; 3L, 4.0 ]; run [ 1L, 3.0; 2L, 7.0 ] |])

    [ for point in mean -> point.At, point.Value.Mean, point.Value.Count ]
    |> should equal [ 1, 2.0, 2; 2, 7.0, 1; 3, 4.0, 1 ]

    (mean[0].Value.Low, mean[0].Value.High) |> should equal (1.0, 3.0)

    Assert.Throws<TrainingException>(fun () -> RunMeasures.Mean [||] |> ignore).Message
    |> should haveSubstring "no runs"
