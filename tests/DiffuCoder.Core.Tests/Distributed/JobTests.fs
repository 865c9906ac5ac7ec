/// Training in several processes ends with the bytes of one, whatever happens to them.
module DiffuCoder.Core.Tests.Distributed.JobTests

open System
open System.Diagnostics
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Distributed
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Training.Pipelines
open DiffuCoder.Core.Tests.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

/// Rows of which some micro-batches have nothing to learn, and hence no gradient.
let private sparse =
    { new ITrainingData with
        member _.Description = "counting, one of seven with nothing to learn"

        member _.Next batch =
            let rows = countingRows 4 10 batch

            if batch % 7L = 2L then
                rows.Targets.zero_ () |> ignore

            rows
    }

/// Data of which the ranks are told as they read it.
let private watched (read: int64 -> unit) =
    { new ITrainingData with
        member _.Description = sparse.Description

        member _.Next batch =
            read batch
            sparse.Next batch
    }

let private options (steps: int64) (seed: int64) microBatches =
    TrainingOptions(
        Steps = steps,
        MicroBatches = microBatches,
        Seed = seed,
        LearningRate = LearningRate(Peak = 0.01, WarmupSteps = 2L),
        LogEvery = 3L,
        CheckpointEvery = 4L,
        TensorBoard = false,
        Best = BestMeasure.ValidationLoss
    )

let private trainer model data options directory =
    Trainer(model, ResumeTests.objective, data, options, directory, Validation = Validation(counting 3 7, Batches = 3, Every = 2L))

let private train data options directory =
    use model = createModel "Dream"
    (trainer model data options directory).Run()

let private trainShort microBatches directory =
    train sparse (options 9L 3L microBatches) directory |> ignore

let private trainLong directory =
    train sparse (options 120L 3L 3) directory |> ignore

let private microBatches = [ 6; 5; 1 ]

let private inFolder (directory: string) (name: string) = Path.Combine(directory, name)

let private failAt = 13L

let private failing directory =
    let failOnRank1 batch =
        if Job.Rank = 1 && batch = failAt then
            failwith "a page of the data cannot be read"

    train (watched failOnRank1) (options 9L 3L 3) directory |> ignore

let private cancelled directory =
    use source = new CancellationTokenSource()
    use model = createModel "Dream"

    let cancelOnRank1 batch =
        if Job.Rank = 1 && batch = failAt then
            source.Cancel()

    let result =
        (trainer model (watched cancelOnRank1) (options 9L 3L 3) directory).Run(null, source.Token)

    result.Finished |> should equal false
    result.Step |> should equal 5L
    result.Checkpoint |> should endWith "step-00000005"

let private otherWeights directory =
    use generator = new torch.Generator(uint64 (7 + Job.Rank), torch.CPU)

    use model = MaskedLanguageModel.Create(config "Dream", Device.Cpu, generator)

    (trainer model sparse (options 9L 3L 3) directory).Run() |> ignore

/// A model of which only an adapter is trained, or that computes in bfloat16 over float32 weights.
let private trainKind (kind: string) directory =
    use generator = new torch.Generator(7UL, torch.CPU)

    let precision =
        if kind = "bfloat16" then
            Precision.BFloat16
        else
            Precision.Float32

    use whole =
        MaskedLanguageModel.Create(config "Dream", Device.Cpu, generator, precision)

    let run model =
        (trainer model sparse (options 9L 3L 2) directory).Run() |> ignore

    if kind = "adapter" then
        use adapted =
            whole.WithAdapter(LoraAdapter.Create(whole, LoraOptions(Rank = 2), generator))

        run adapted
    else
        run whole

let private runStages (directory: string) =
    let result = (SmallPipelines.rowStages directory).Run()
    result.Finished |> should equal true

/// What a rank does, by name.
let private work (name: string) (directory: string) =
    File.WriteAllText(inFolder directory $"pid-{Job.Rank}", string Environment.ProcessId)
    Job.Ranks |> should be (greaterThan 1)

    match name with
    | "short" ->
        for count in microBatches do
            trainShort count (inFolder directory $"{count}")
    | "long" -> trainLong (inFolder directory "run")
    | "failing" -> failing (inFolder directory "run")
    | "resumed" -> trainShort 3 (inFolder directory "run")
    | "cancelled" -> cancelled (inFolder directory "run")
    | "other weights" -> otherWeights (inFolder directory "run")
    | "other options" ->
        train sparse (options 9L (3L + int64 Job.Rank) 3) (inFolder directory "run")
        |> ignore
    | "adapter"
    | "bfloat16" -> trainKind name (inFolder directory "run")
    | "stages" -> runStages directory
    | _ -> failwith $"no work is called {name}"

[<Literal>]
let private Ranks =
    "n processes end with the bytes of one with as many micro-batches"

let private start ranks name (directory: TemporaryDirectory) =
    Jobs.start ranks Ranks name directory.Path

let private run ranks name directory =
    use job = start ranks name directory
    job.Wait()

let private mustRun ranks name directory =
    let code, output = run ranks name directory

    if code <> 0 then
        Assert.Fail $"exit code {code}:\n{output}"

let private ofOneProcess run =
    use directory = new TemporaryDirectory()
    run (directory.File "run")
    Jobs.left (directory.File "run")

let private alone =
    lazy (Map [ for count in 3 :: microBatches -> count, ofOneProcess (trainShort count) ])

[<Theory>]
[<InlineData 2>]
[<InlineData 3>]
let ``n processes end with the bytes of one with as many micro-batches`` (ranks: int) =
    match Jobs.given () with
    // the processes of all jobs here run this test; the first of its cases does the work
    | Some(name, directory) when ranks = 2 -> work name directory
    | Some _ -> ()
    | None ->
        use directory = new TemporaryDirectory()
        mustRun ranks "short" directory

        for count in microBatches do
            let run = directory.File(string count)
            Jobs.left run |> should equal alone.Value[count]

            File.ReadAllText(Path.Combine(run, "manifest.json"))
            |> should haveSubstring $"\"Ranks\": {ranks}"

            for line in File.ReadAllLines(Path.Combine(run, "timing.jsonl")) do
                line |> should haveSubstring $"\"ranks\":{ranks},"

[<Fact>]
let ``a job that loses a process is resumed, by as many or others, and ends with the same bytes`` () =
    use directory = new TemporaryDirectory()
    let checkpoints = directory.File("run", "checkpoints")

    let reached step =
        Directory.Exists checkpoints
        && Directory.GetDirectories(checkpoints, "step-*")
           |> Array.exists (fun path -> path >= Path.Combine(checkpoints, $"step-{step:D8}"))

    for ranks, victim, step in [ 2, 1, 8; 3, 0, 40; 3, 2, 64 ] do
        use job = start ranks "long" directory

        SpinWait.SpinUntil((fun () -> reached step || job.Process.HasExited), TimeSpan.FromMinutes 2.0)
        |> should equal true

        job.Process.HasExited |> should equal false

        use rank =
            Process.GetProcessById(int (File.ReadAllText(directory.File $"pid-{victim}")))

        rank.Kill()
        fst (job.Wait()) |> should not' (equal 0)

    mustRun 2 "long" directory
    Jobs.left (directory.File "run") |> should equal (ofOneProcess trainLong)

[<Fact>]
let ``an exception on one rank ends the job, says whose it was, and the run goes on from its last checkpoint`` () =
    use directory = new TemporaryDirectory()
    let code, output = run 2 "failing" directory
    code |> should not' (equal 0)
    output |> should haveSubstring "Rank 1 of 2 ends the job"
    output |> should haveSubstring "a page of the data cannot be read"
    mustRun 3 "resumed" directory
    Jobs.left (directory.File "run") |> should equal alone.Value[3]

[<Fact>]
let ``a rank that is cancelled stops all after the same step, and one process finishes the run`` () =
    use directory = new TemporaryDirectory()
    mustRun 2 "cancelled" directory
    trainShort 3 (directory.File "run")
    Jobs.left (directory.File "run") |> should equal alone.Value[3]

[<Fact>]
let ``ranks with other weights or options are named`` () =
    use directory = new TemporaryDirectory()
    let code, output = run 2 "other weights" directory
    code |> should not' (equal 0)

    output
    |> should haveSubstring "At step 0 the weights of rank 1 are not those of rank 0"

    let code, output = run 2 "other options" directory
    code |> should not' (equal 0)
    output |> should haveSubstring "Rank 1 trains under other options than rank 0"
    output |> should haveSubstring "seed: rank 0 3, here 4"

[<Theory>]
[<InlineData "adapter">]
[<InlineData "bfloat16">]
let ``two processes train an adapter, or in mixed precision, as one does with two micro-batches`` (kind: string) =
    use directory = new TemporaryDirectory()
    mustRun 2 kind directory

    Jobs.left (directory.File "run") |> should equal (ofOneProcess (trainKind kind))

[<Fact>]
let ``a pipeline under mpirun leaves the checkpoints of one process`` () =
    let checkpoints (directory: TemporaryDirectory) =
        [
            for stage in [ "ar"; "adapted"; "instruct" ] do
                for name in [ "model.safetensors"; "manifest.json"; "metrics.jsonl" ] do
                    $"{stage}/{name}", Convert.ToHexString(File.ReadAllBytes(directory.File("family", stage, name)))
        ]

    use single = new TemporaryDirectory()
    runStages single.Path
    use several = new TemporaryDirectory()
    mustRun 2 "stages" several
    checkpoints several |> should equal (checkpoints single)
