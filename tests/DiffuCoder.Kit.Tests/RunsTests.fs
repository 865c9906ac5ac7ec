module DiffuCoder.Kit.Tests.RunsTests

open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Training
open DiffuCoder.Datasets
open DiffuCoder.Kit.Tests.StandIn

/// The causal model of the tiny family on its way to diffusion, as a notebook shows it, for a few updates.
let private adapt (steps: int) =
    let folder = temporaryFolder ()

    let documents (tokenizer: Tokenizer) =
        Data.stored (Path.Combine(folder, "documents.tokens")) (fun () ->
            TinyCorpus.documents Split.Train 60 |> Data.rowsOfDocuments tokenizer)
        |> Data.batches
            tokenizer
            {
                Tokens = 512
                LearnPadding = false
                Seed = 1L
            }

    [ Pipeline.adaptationOver 4 "adapted" (TrainOptions.tiny steps) documents ]
    |> Pipeline.runWith ignore CancellationToken.None Device.cpu folder (Some(DiffuCoder.Tiny.TinyFamily.directory Stage.Ar))
    |> fun (checkpoints, _) -> folder, checkpoints["adapted"]

[<Fact>]
let ``the losses of a short adaptation are read from its checkpoint or its run`` () =
    let folder, checkpoint = adapt 6
    let losses = Runs.read checkpoint |> Runs.series "loss"
    losses |> List.map fst |> should equal [ 1..6 ]
    // a causal model knows nothing of masks yet; it learns at once
    (snd (List.last losses) < snd losses.Head) |> should equal true

    let run = Path.Combine(folder, "runs", "adapted")
    Runs.read run |> Runs.series "loss" |> should equal losses

    Runs.readTiming run
    |> Runs.series "phases.forward"
    |> List.forall (fun (_, seconds) -> seconds > 0.0)
    |> should equal true

let private run (text: string) =
    let path = Path.Combine(temporaryFolder (), "metrics.jsonl")
    File.WriteAllText(path, text)
    path

[<Fact>]
let ``a mean over seeds reads as a pipeline`` () =
    let first =
        run
            """{"step":1,"loss":9,"reward":1}
{"step":2,"loss":8}
{"step":3,"loss":7,"reward":4}
{"step":5,"loss":6,"reward":1}
"""

    let second =
        run
            """{"step":1,"reward":3}
{"step":3,"reward":0}
{"step":5,"reward":3}
"""

    let mean =
        [ first; second ]
        |> List.map (Runs.read >> Runs.series "reward" >> Runs.smooth 3)
        |> Runs.mean AnalysisOptions.Default

    mean
    |> List.map (fun point -> point.At, point.Value.Mean)
    |> should equal [ 1, 2.0; 3, 2.0; 5, 2.0 ]

    (mean.Head.Value.Low, mean.Head.Value.High) |> should equal (1.0, 3.0)

[<Fact>]
let ``damaged lines and missing measures are named`` () =
    Assert.Throws<DataException>(fun () -> run "{\"step\":1}\nnonsense\n{\"step\":2}\n" |> Runs.read |> ignore).Message
    |> should haveSubstring "metrics.jsonl, line 2"

    Assert.Throws<TrainingException>(fun () -> run "{\"step\":1,\"loss\":2}\n" |> Runs.read |> Runs.series "reward" |> ignore).Message
    |> should haveSubstring "no measure reward; it has loss"

    Assert.Throws<DataException>(fun () -> Runs.read "no such run" |> ignore)
    |> ignore
