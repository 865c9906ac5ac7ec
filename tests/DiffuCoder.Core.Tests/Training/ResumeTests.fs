module DiffuCoder.Core.Tests.Training.ResumeTests

open System
open System.Diagnostics
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Checkpoints
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

/// The process dies here.
exception Killed

let objective =
    DiffusionObjective(Annealing = AttentionAnnealing 8L, Masking = MaskingOptions(PrefixShare = 0.2, RandomLengthShare = 0.2))

let steps = 9L

let trainer (model: DiffuCoder.Models.MaskedLanguageModel) options (directory: TemporaryDirectory) (probe: string -> unit) =
    Trainer(model, objective, counting 4 10, options, directory.Path, Probe = probe)

/// Everything a run leaves that does not depend on the clock.
let harvest (directory: TemporaryDirectory) =
    let last = directory.File("checkpoints", $"step-{steps:D8}")

    [
        for file in Directory.GetFiles last |> Array.sort -> Path.GetFileName file, File.ReadAllBytes file
        yield "metrics.jsonl", File.ReadAllBytes(directory.File "metrics.jsonl")
    ]

let uninterrupted =
    lazy
        (use directory = new TemporaryDirectory()
         use model = createModel "Dream"
         let mutable probes = 0

         let trainer =
             trainer model (options steps) directory (fun _ -> probes <- probes + 1)

         trainer.Run().Finished |> should equal true
         harvest directory, probes)

/// Runs until the n-th change on the disk, as a process that is killed there.
let runUntil directory n =
    use model = createModel "Dream"
    let mutable probes = 0

    let probe _ =
        probes <- probes + 1

        if probes = n then
            raise Killed

    try
        trainer model (options steps) directory probe |> _.Run() |> ignore
        false
    with Killed ->
        true

let finish directory =
    use model = createModel "Dream"
    let result = (trainer model (options steps) directory ignore).Run()
    result.Finished |> should equal true
    harvest directory |> should equal (fst uninterrupted.Value)
    // what the killed process left half done is swept away
    Directory.GetDirectories(directory.File "checkpoints", ".*") |> should be Empty

[<Fact>]
let ``a run that is stopped anywhere and resumed ends with the same bytes`` () =
    let probes = snd uninterrupted.Value
    probes |> should be (greaterThan 20)

    for n in 1..probes do
        use directory = new TemporaryDirectory()
        runUntil directory n |> should equal true
        finish directory

[<Fact>]
let ``a run that is stopped again and again ends with the same bytes`` () =
    use directory = new TemporaryDirectory()

    for n in [ 3; 12; 7; 6; 4 ] do
        runUntil directory n |> should equal true

    finish directory

/// Asks for a stop at a step.
type StopAt(step, source: CancellationTokenSource) =
    interface IProgress<TrainingProgress> with
        member _.Report report =
            if report.Step = step then
                source.Cancel()

[<Fact>]
let ``a cancelled run saves its step and goes on from there`` () =
    use directory = new TemporaryDirectory()
    use source = new CancellationTokenSource()
    use model = createModel "Dream"

    let result =
        (trainer model (options steps) directory ignore).Run(StopAt(6L, source), source.Token)

    result.Finished |> should equal false
    result.Step |> should equal 6L
    result.Checkpoint |> should endWith "step-00000006"
    finish directory

[<Fact>]
let ``a finished run is not trained further`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"
    (trainer model (options steps) directory ignore).Run() |> ignore
    let trained = weightsOf model
    use again = createModel "Dream"

    let result =
        (trainer again (options steps) directory (fun _ -> failwith "nothing is to be done")).Run()

    result.Finished |> should equal true
    weightsOf again |> should equal trained

[<Fact>]
let ``other options are refused and named`` () =
    use directory = new TemporaryDirectory()
    runUntil directory 20 |> should equal true
    use model = createModel "Dream"

    let changed =
        TrainingOptions(Steps = steps, Seed = 4L, LearningRate = LearningRate.Constant 0.01, LogEvery = 3L, TensorBoard = false)

    let message =
        (fun () -> (trainer model changed directory ignore).Run() |> ignore)
        |> shouldFailWith<TrainingException>

    message |> should haveSubstring "seed: saved 3, now 4"

    message
    |> should haveSubstring "learningRate: saved peak=0.01 warmupSteps=2 warmupRatio=0 floor=0.1, now peak=0.01 warmupSteps=0"

    message |> should not' (haveSubstring "objective")
    // what does not change the bytes may change
    finish directory

[<Fact>]
let ``a run directory serves one run at a time`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"
    use other = createModel "Dream"

    let intrude name =
        if name = "renamed" then
            (fun () -> (trainer other (options steps) directory ignore).Run() |> ignore)
            |> shouldFailWith<TrainingException>
            |> should haveSubstring "in use by another run"

    (trainer model (options steps) directory intrude).Run() |> ignore

[<Theory>]
[<InlineData("model.safetensors")>]
[<InlineData("optimizer.safetensors")>]
let ``a damaged checkpoint is reported, not used`` name =
    use directory = new TemporaryDirectory()
    runUntil directory 20 |> should equal true

    let checkpoint =
        Directory.GetDirectories(directory.File "checkpoints", "step-*") |> Array.max

    let path = Path.Combine(checkpoint, name)
    File.WriteAllBytes(path, File.ReadAllBytes path |> Array.take 100)
    use model = createModel "Dream"

    (fun () -> (trainer model (options steps) directory ignore).Run() |> ignore)
    |> shouldFailWith<CheckpointException>
    |> should haveSubstring name

[<Fact>]
let ``a missing state or log is reported`` () =
    use directory = new TemporaryDirectory()
    runUntil directory 20 |> should equal true
    use model = createModel "Dream"

    let run () =
        (trainer model (options steps) directory ignore).Run() |> ignore

    let metrics = File.ReadAllBytes(directory.File "metrics.jsonl")
    File.WriteAllBytes(directory.File "metrics.jsonl", Array.take 5 metrics)

    shouldFailWith<TrainingException> run
    |> should haveSubstring "metrics.jsonl has 5 bytes"

    File.WriteAllBytes(directory.File "metrics.jsonl", metrics)

    let checkpoint =
        Directory.GetDirectories(directory.File "checkpoints", "step-*") |> Array.max

    File.Delete(Path.Combine(checkpoint, "state.json"))

    shouldFailWith<TrainingException> run
    |> should haveSubstring "state.json is missing"
    // the advice of the message helps
    Directory.Delete(checkpoint, true)
    finish directory

/// Length of each record of a TensorBoard event file (TFRecord: length, its checksum, data, its checksum).
let records (path: string) =
    use reader = new BinaryReader(File.OpenRead path)

    [
        while reader.BaseStream.Position < reader.BaseStream.Length do
            let length = reader.ReadUInt64()
            reader.ReadUInt32() |> ignore
            reader.ReadBytes(int length)
            reader.ReadUInt32() |> ignore
    ]

[<Fact>]
let ``TensorBoard events hold every logged value once, however often the run was resumed`` () =
    let logged n =
        use directory = new TemporaryDirectory()

        let options =
            TrainingOptions(Steps = steps, Seed = 3L, LearningRate = LearningRate.Constant 0.01, LogEvery = 2L, CheckpointEvery = 3L)

        for stop in [ n; Int32.MaxValue ] do
            use model = createModel "Dream"
            let mutable probes = 0

            let probe _ =
                probes <- probes + 1

                if probes = stop then
                    raise Killed

            try
                (trainer model options directory probe).Run() |> ignore
            with Killed ->
                ()

        let events =
            Directory.GetFiles(directory.File "tensorboard", "*", SearchOption.AllDirectories)
            |> List.ofArray

        let text = events |> List.collect records |> List.map Text.Encoding.Latin1.GetString

        [
            "train/loss"
            "train/cross_entropy"
            "train/learning_rate"
            "train/gradient_norm"
        ]
        |> List.map (fun tag -> text |> List.filter (fun record -> record.Contains tag) |> List.length)

    logged Int32.MaxValue |> should equal [ 5; 5; 5; 5 ]
    logged 18 |> should equal [ 5; 5; 5; 5 ]

// A real process, really killed.

let variable = "DIFFUCODER_TEST_RUN_DIRECTORY"

let longRun (path: string) =
    use model = createModel "Dream"

    let options =
        TrainingOptions(Steps = 120L, Seed = 3L, LearningRate = LearningRate.Constant 0.01, LogEvery = 3L, CheckpointEvery = 4L)

    Trainer(model, objective, counting 4 10, options, path).Run() |> ignore

let startChild (path: string) =
    let assembly = typeof<StopAt>.Assembly.Location

    let start =
        ProcessStartInfo(
            "dotnet",
            [
                "exec"
                assembly
                "-method"
                "*a process that is killed and started again ends with the same bytes"
            ]
        )

    start.Environment[variable] <- path
    start.RedirectStandardOutput <- true
    let child = Process.Start start
    child.OutputDataReceived.Add ignore
    child.BeginOutputReadLine()
    child

let killAndCompare () =
    use alone = new TemporaryDirectory()
    use killed = new TemporaryDirectory()
    longRun alone.Path

    let reached step =
        let checkpoints = killed.File "checkpoints"

        Directory.Exists checkpoints
        && Directory.GetDirectories(checkpoints, "step-*")
           |> Array.exists (fun path -> path >= Path.Combine(checkpoints, $"step-{step:D8}"))

    for step in [ 8; 40 ] do
        use child = startChild killed.Path

        SpinWait.SpinUntil((fun () -> reached step || child.HasExited), TimeSpan.FromMinutes 1.0)
        |> should equal true

        child.HasExited |> should equal false
        child.Kill()
        child.WaitForExit()

    use child = startChild killed.Path
    child.WaitForExit()
    child.ExitCode |> should equal 0

    let compare (parts: string list) =
        File.ReadAllBytes(killed.File(Array.ofList parts)) = File.ReadAllBytes(alone.File(Array.ofList parts))

    for parts in
        [
            [ "metrics.jsonl" ]
            [ "checkpoints"; "step-00000120"; "model.safetensors" ]
            [ "checkpoints"; "step-00000120"; "optimizer.safetensors" ]
        ] do
        compare parts |> should equal true

/// The child processes run this same test, and find the directory to train in.
[<Fact>]
let ``a process that is killed and started again ends with the same bytes`` () =
    match Environment.GetEnvironmentVariable variable with
    | null -> killAndCompare ()
    | path -> longRun path
