/// Stages one after the other, and what becomes of them when they are stopped, or their checkpoints replaced.
module DiffuCoder.Core.Tests.Training.PipelineTests

open System
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Training.Pipelines
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo
open DiffuCoder.Core.Tests.Training.SmallPipelines

[<Fact>]
let ``one description runs all stages, and each leaves a checkpoint with manifest and log`` () =
    use directory = new TemporaryDirectory()
    let before = LiveTensors.OnThisThread
    let result, lines = run (pipeline directory (all directory.Path))
    LiveTensors.OnThisThread |> should equal before
    result.Finished |> should equal true
    let names = [ "ar"; "adapted"; "base"; "instruct"; "cpgrpo" ]

    [
        for line in lines do
            if line.Finished then
                line.Stage
    ]
    |> should equal names

    for name in names do
        let checkpoint = result.Checkpoints[name]
        use model = MaskedLanguageModel.Load checkpoint
        model.Tokenizer |> should not' (be null)

        model.Config.ModelType
        |> should equal (if name = "ar" then "qwen2" else "Dream")

        File.ReadAllText(Path.Combine(checkpoint, "manifest.json"))
        |> should haveSubstring name

        File.ReadAllLines(Path.Combine(checkpoint, "metrics.jsonl")).Length
        |> should equal 2

    // each differs from the one before
    for earlier, later in List.pairwise names do
        weights result earlier |> should not' (equal (weights result later))

    File.ReadAllText(Path.Combine(result.Checkpoints["instruct"], "metrics.jsonl"))
    |> should haveSubstring "validation_loss"

    File.Exists(directory.File("family", "runs", "cpgrpo", "completions.jsonl"))
    |> should equal true

[<Fact>]
let ``finished stages are not trained again`` () =
    use directory = new TemporaryDirectory()

    let first, _ =
        run (pipeline directory [ ancestor directory.Path; adaptation directory.Path ])

    let again, lines =
        run (
            pipeline
                directory
                [
                    ancestor directory.Path
                    adaptation directory.Path
                    midTraining directory.Path
                ]
        )

    [
        for line in lines do
            if not (isNull line.Training) then
                line.Stage
    ]
    |> List.distinct
    |> should equal [ "base" ]

    weights again "adapted" |> should equal (weights first "adapted")

[<Fact>]
let ``a pipeline that was stopped anywhere goes on to the same weights`` () =
    use directory = new TemporaryDirectory()
    use other = new TemporaryDirectory()
    let whole, _ = run (pipeline directory (all directory.Path))

    let mutable result =
        PipelineResult(false, dict [] |> Collections.Generic.Dictionary)

    let mutable sittings = 0

    while not result.Finished do
        use cancellation = new CancellationTokenSource()
        // every sitting is stopped at its first line of training
        let stop (line: PipelineProgress) =
            if not (isNull line.Training) then
                cancellation.Cancel()

        result <- (pipeline other (all other.Path)).Run(Told stop, cancellation.Token)
        sittings <- sittings + 1

    sittings |> should be (greaterThan 4)

    for name in whole.Checkpoints.Keys do
        weights result name |> should equal (weights whole name)

[<Fact>]
let ``a checkpoint that was made otherwise is not taken for the stage's`` () =
    use directory = new TemporaryDirectory()

    run (pipeline directory [ ancestor directory.Path; adaptation directory.Path ])
    |> ignore

    let longer: PipelineStage =
        AncestorStage(
            Name = "ar",
            Training = training 6L,
            Data = (fun tokenizer -> packed directory.Path tokenizer),
            Config = config true,
            Tokenizer = (fun () -> tokenizer.Value)
        )

    let message =
        shouldFailWith<TrainingException>(fun () -> run (pipeline directory [ longer ]) |> ignore)

    message |> should haveSubstring "steps: saved 4, now 6"
    message |> should haveSubstring (directory.File("family", "ar"))
    // nor is one whose ancestor was trained anew
    Directory.Delete(directory.File("family", "ar"), true)
    Directory.Delete(directory.File("family", "runs", "ar"), true)

    shouldFailWith<TrainingException>(fun () -> run (pipeline directory [ longer; adaptation directory.Path ]) |> ignore)
    |> should haveSubstring "from: saved"

let private startOf (directory: TemporaryDirectory) (seed: uint64) =
    use generator = new TorchSharp.torch.Generator(seed, TorchSharp.torch.CPU)

    use start =
        MaskedLanguageModel.Create(config false tokenizer.Value, TinyRuns.Device.Cpu, generator)

    start.Save(directory.File "start", TorchSharp.torch.ScalarType.Float32, tokenizer.Value)

[<Theory>]
[<InlineData(false)>]
[<InlineData(true)>]
let ``a start that was replaced by other weights of its shape is refused, whether its stage is finished or not`` (finished: bool) =
    use directory = new TemporaryDirectory()
    startOf directory 1UL

    let stages =
        Pipeline(Directory = directory.File "family", Start = directory.File "start", Stages = [| midTraining directory.Path |])

    use cancellation = new CancellationTokenSource()

    let stop (line: PipelineProgress) =
        if not finished && not (isNull line.Training) then
            cancellation.Cancel()

    stages.Run(Told stop, cancellation.Token).Finished |> should equal finished
    startOf directory 2UL
    // a manifest from elsewhere says nothing of the weights beside it
    File.WriteAllText(directory.File("start", "manifest.json"), "{}")

    shouldFailWith<TrainingException>(fun () -> stages.Run() |> ignore)
    |> should haveSubstring "from: saved"

    startOf directory 1UL
    stages.Run().Finished |> should equal true

[<Fact>]
let ``a checkpoint that is quantised or saved over is no stage's any more`` () =
    use directory = new TemporaryDirectory()
    let result, _ = run (pipeline directory [ ancestor directory.Path ])
    let checkpoint = result.Checkpoints["ar"]
    Int8Checkpoint.Write(checkpoint, directory.File "copy")
    File.Exists(directory.File("copy", "manifest.json")) |> should equal false
    File.Exists(Path.Combine(checkpoint, "manifest.json")) |> should equal true
    Int8Checkpoint.Write(checkpoint, checkpoint)

    for name in [ "manifest.json"; "metrics.jsonl" ] do
        File.Exists(Path.Combine(checkpoint, name)) |> should equal false
