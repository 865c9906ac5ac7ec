module DiffuCoder.Core.Tests.Training.Grpo.GrpoTrainerTests

open System
open System.IO
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo.SmallRuns

/// The process dies here.
exception Killed

let private harvest steps (directory: TemporaryDirectory) =
    let last = directory.File("checkpoints", $"step-{steps:D8}")

    [
        for file in Directory.GetFiles last |> Array.sort -> Path.GetFileName file, File.ReadAllBytes file
        for name in [ "metrics.jsonl"; "completions.jsonl" ] -> name, File.ReadAllBytes(directory.File name)
    ]

let private reports (run: IProgress<TrainingProgress> -> unit) =
    let seen = ResizeArray<TrainingProgress>()

    run
        { new IProgress<_> with
            member _.Report report = seen.Add report
        }

    List.ofSeq seen

[<Theory>]
[<InlineData("coupled")>]
[<InlineData("decoupled")>]
[<InlineData("full mask")>]
[<InlineData("random mask")>]
[<InlineData("coupled counts")>]
let ``every variant learns what is rewarded`` name =
    use model = SmallRuns.createModel ()
    let variant = MaskVariant.All |> Seq.find (fun variant -> variant.Name = name)

    // a weak pull to the reference and long steps, so that some dozen updates show
    let options =
        GrpoOptions(
            GroupSize = 8,
            Sampling = options.Sampling,
            Estimator = LikelihoodEstimator(Variant = variant),
            Loss = PolicyLoss(DivergenceWeight = 0.001)
        )

    let seen =
        reports (fun progress -> (trainer model options (trainingAt 0.03 80L) null ignore).Run progress |> ignore)

    let mean some =
        some
        |> List.averageBy (fun (report: TrainingProgress) -> report.Measures["reward"])

    mean (List.skip 25 seen)
    |> should be (greaterThan (mean (List.take 6 seen) + 0.08))

[<Fact>]
let ``a run that is stopped anywhere and resumed ends with the same bytes`` () =
    let steps = 6L

    let run (directory: TemporaryDirectory) (probe: string -> unit) =
        use model = SmallRuns.createModel ()
        let result = (trainer model options (training steps) directory.Path probe).Run()
        result.Finished

    use alone = new TemporaryDirectory()
    let mutable probes = 0
    let count (_: string) = probes <- probes + 1
    run alone count |> should equal true
    let expected = harvest steps alone
    expected |> List.map fst |> should contain "procedure.safetensors"

    for n in 1..probes do
        use directory = new TemporaryDirectory()
        let mutable seen = 0

        let probe (_: string) =
            seen <- seen + 1

            if seen = n then
                raise Killed

        try
            run directory probe |> ignore
            failwith "it was not stopped"
        with Killed ->
            ()

        run directory ignore |> should equal true
        harvest steps directory |> should equal expected

[<Fact>]
let ``every completion is on record with its rewards and advantage`` () =
    use directory = new TemporaryDirectory()
    use model = SmallRuns.createModel ()
    (trainer model options (training 4L) directory.Path ignore).Run() |> ignore

    let lines =
        [
            for line in File.ReadLines(directory.File "completions.jsonl") -> JsonDocument.Parse(line).RootElement
        ]

    // two rounds of two groups of four
    lines.Length |> should equal 16

    [ for line in lines -> line.GetProperty("task").GetString() ]
    |> List.distinct
    |> should equal [ "short-0"; "long-0"; "short-1"; "long-1" ]

    for group in List.chunkBySize 4 lines do
        group
        |> List.sumBy (fun line -> line.GetProperty("advantage").GetDouble())
        |> should (equalWithin 1e-9) 0.0

        for line in group do
            line.GetProperty("reward").GetDouble()
            |> should (equalWithin 1e-9) (line.GetProperty("rewards").GetProperty("low tokens").GetDouble())

[<Fact>]
let ``a group's rewards are worked out while the next group is written`` () =
    use model = SmallRuns.createModel ()
    let later = TaskCompletionSource()

    // the first group waits for the second one, and would wait for ever if it were awaited first
    let waiting =
        Reward(
            "waiting",
            1.0,
            fun rollout cancellation ->
                task {
                    if rollout.Task.Id.StartsWith "long" then
                        later.TrySetResult() |> ignore

                    do! later.Task.WaitAsync(TimeSpan.FromSeconds 60.0, cancellation)
                    return Nullable(float rollout.Length)
                }
        )

    GrpoTrainer(model, tokenizer.Value, tasks, [| waiting |], options, training 2L).Run().Finished
    |> should equal true

/// The weights after some rounds of given tasks, and the tokens that were learned from.
let private learnedFrom (tasks: IRolloutTasks) reward skips =
    use model = SmallRuns.createModel ()

    let options =
        GrpoOptions(GroupSize = 4, Sampling = options.Sampling, SkipGroupsWithoutSpread = skips)

    let seen =
        reports (fun progress ->
            GrpoTrainer(model, tokenizer.Value, tasks, [| reward |], options, training 6L).Run progress
            |> ignore)

    weightsOf model, (List.last seen).Tokens

/// The first task of each round alone.
let private firstOnly =
    { new IRolloutTasks with
        member _.Description = "one prompt"
        member _.Next round = [| (tasks.Next round)[0] |]
    }

let private unlike (rollout: Rollout) = rollout.Tokens |> Seq.sumBy float

[<Fact>]
let ``groups without spread can be left out, as if they had never been asked`` () =
    let reward =
        Reward.From(
            "unlike",
            0.001,
            fun rollout ->
                if rollout.Task.Id.StartsWith "long" then
                    2.0 / 3.0
                else
                    unlike rollout
        )

    let both = learnedFrom tasks reward true
    both |> should equal (learnedFrom firstOnly reward false)
    snd both |> should be (lessThan (snd (learnedFrom tasks reward false)))

[<Fact>]
let ``a round without any spread is learned from whole`` () =
    let reward = Reward.From("all alike", 1.0, fun _ -> 1.0)
    learnedFrom tasks reward true |> should equal (learnedFrom tasks reward false)

[<Fact>]
let ``a reward that is no number stops the run and keeps the last checkpoint`` () =
    use directory = new TemporaryDirectory()
    use model = SmallRuns.createModel ()

    let spoiled =
        Reward.From("spoiled", 1.0, fun rollout -> if rollout.Task.Id = "long-1" then nan else 0.0)

    let problem =
        Assert.Throws<TrainingException>(fun () ->
            GrpoTrainer(model, tokenizer.Value, tasks, [| spoiled |], options, training 6L, directory.Path).Run()
            |> ignore)

    problem.Message |> should haveSubstring "spoiled"
    problem.Message |> should haveSubstring "long-1"

    Directory.GetDirectories(directory.File "checkpoints")
    |> Array.map Path.GetFileName
    |> should equal [| "step-00000002" |]

[<Theory>]
[<InlineData(1.0)>]
[<InlineData(0.6)>]
let ``a run that is cancelled while it waits for rewards ends at once, and goes on from the round before`` (mixing: float) =
    // the reference is renewed in the round that is given up
    let options =
        GrpoOptions(
            GroupSize = 4,
            Sampling = options.Sampling,
            Loss = PolicyLoss(DivergenceWeight = 1.0),
            SynchronizeReferenceEvery = Nullable 2L,
            ReferenceMixing = mixing
        )

    use directory = new TemporaryDirectory()
    use whole = new TemporaryDirectory()
    use source = new CancellationTokenSource()
    // as many as a round has; the next round's rewards never come
    let mutable left = 8

    let patient =
        Reward(
            "tokens",
            1.0,
            fun rollout cancellation ->
                if Interlocked.Decrement &left >= 0 then
                    Task.FromResult(Nullable(float rollout.Tokens.Count))
                else
                    source.Cancel()
                    never.WaitAsync cancellation
        )

    let prompt = Reward.From("tokens", 1.0, fun rollout -> float rollout.Tokens.Count)
    // no checkpoint is due by itself
    let seldom =
        TrainingOptions(
            Steps = 6L,
            Seed = 5L,
            LearningRate = LearningRate.Constant 0.01,
            LogEvery = 2L,
            CheckpointEvery = 100L,
            TensorBoard = false
        )

    let run (directory: TemporaryDirectory) reward token =
        use model = SmallRuns.createModel ()

        let result =
            GrpoTrainer(model, tokenizer.Value, tasks, [| reward |], options, seldom, directory.Path).Run(null, token)

        result, weightsOf model

    let stopped, _ = run directory patient source.Token
    (stopped.Finished, stopped.Step) |> should equal (false, 2L)
    let resumed, weights = run directory prompt CancellationToken.None
    resumed.Finished |> should equal true
    weights |> should equal (snd (run whole prompt CancellationToken.None))

[<Fact>]
let ``updates of a round go on to its end before a cancelled run is saved`` () =
    use directory = new TemporaryDirectory()
    use model = SmallRuns.createModel ()
    use source = new CancellationTokenSource()

    let stopAfterFirst name =
        if name = "step done" then
            source.Cancel()

    let result =
        (trainer model options (training 6L) directory.Path stopAfterFirst).Run(null, source.Token)

    result.Step |> should equal 2L
    result.Checkpoint |> should endWith "step-00000002"

[<Fact>]
let ``steps that cut a round short, and no rewards, are refused`` () =
    use model = SmallRuns.createModel ()

    (fun () -> (trainer model options (training 3L) null ignore).Run() |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "Steps is 3"

    (fun () ->
        GrpoTrainer(model, tokenizer.Value, tasks, [||], options, training 2L).Run()
        |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "no reward"

/// The numbers of every tensor of a checkpoint's file.
let private stored (directory: TemporaryDirectory) (step: int) (file: string) =
    use tensors =
        DiffuCoder.Checkpoints.SafetensorsFile.Open(Path.Combine(directory.File("checkpoints", $"step-{step:D8}"), file))

    Map
        [
            for name in tensors.Entries.Keys do
                use tensor = tensors.Read name
                name, tensor.data<float32>().ToArray()
        ]

[<Theory>]
[<InlineData(1.0)>]
[<InlineData(0.6)>]
let ``a reference that is renewed takes its share of the model and keeps the rest of its own`` (share: float) =
    use directory = new TemporaryDirectory()
    use model = SmallRuns.createModel ()

    let first =
        Map
            [
                for weight in model.Parameters -> weight.Key, weight.Value.data<float32>().ToArray()
            ]

    let mixing =
        GrpoOptions(GroupSize = 4, Sampling = options.Sampling, SynchronizeReferenceEvery = Nullable 4L, ReferenceMixing = share)

    (trainer model mixing (training 6L) directory.Path ignore).Run() |> ignore

    let model, reference =
        stored directory 4 "model.safetensors", stored directory 6 "procedure.safetensors"

    model |> should not' (equal first)

    for name in Map.keys first do
        let mixed =
            Array.map2 (fun own (before: float32) -> float32 share * own + float32 (1.0 - share) * before) model[name] first[name]

        Array.map2 (fun ours right -> abs (ours - right)) reference[name] mixed
        |> Array.max
        |> should be (lessThan 1e-6f)

[<Fact>]
let ``the presets differ as the paper and its release do`` () =
    (GrpoOptions.Paper.ReferenceMixing, GrpoOptions.Release.ReferenceMixing)
    |> should equal (1.0, 0.6)

    shouldFailWith<TrainingException>(fun () -> GrpoOptions(ReferenceMixing = 0.0) |> ignore)
    |> should haveSubstring "ReferenceMixing"

    GrpoOptions.Paper.Sampling.Temperature |> should equal 1.2
    GrpoOptions.Release.Sampling.Temperature |> should equal 1.0
    GrpoOptions.Paper.Baseline |> should equal AdvantageBaseline.GroupMean
    GrpoOptions.Release.Baseline |> should equal AdvantageBaseline.LeaveOneOut

    for preset in [ GrpoOptions.Paper; GrpoOptions.Release ] do
        (preset.GroupSize, preset.Iterations, preset.Loss.ClipLow, preset.Loss.DivergenceWeight, preset.SynchronizeReferenceEvery)
        |> should equal (10, 2, 0.5, 0.01, Nullable 64L)

[<Fact>]
let ``an adapter is trained as well, with the base model under it as the reference's`` () =
    use model = SmallRuns.createModel ()
    let before = weightsOf model
    use generator = new TorchSharp.torch.Generator(3UL, TorchSharp.torch.CPU)

    let adapter =
        DiffuCoder.Models.LoraAdapter.Create(model, DiffuCoder.Models.LoraOptions(Rank = 2), generator)

    use adapted = model.WithAdapter adapter
    let fresh = weightsOf adapted
    use directory = new TemporaryDirectory()

    (trainer adapted options (training 4L) directory.Path ignore).Run().Finished
    |> should equal true

    weightsOf model |> should equal before
    weightsOf adapted |> should not' (equal fresh)

[<Fact>]
let ``a run leaves no tensor behind`` () =
    use model = SmallRuns.createModel ()

    let work () =
        (trainer model options (training 4L) null ignore).Run() |> ignore

    work ()
    LiveTensors.LeftBy work |> should equal 0L
