module DiffuCoder.Core.Tests.Training.PipelineTests

open System
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Training.Pipelines
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo

let private tokenizer = SmallRuns.tokenizer

let private texts = [ for i in 0..11 -> $"def f{i}(a):\n    return a + {i}\n" ]

let private rows (directory: string) (tokenizer: CodeTokenizer) =
    let row (text: string) =
        TokenRow(Array.append (Array.ofSeq (tokenizer.Encode text)) [| SmallRuns.idOf "<|endoftext|>" |])

    TokenStore.OpenOrWrite(Path.Combine(directory, "rows.tokens"), fun () -> List.map row texts)

let private packed directory tokenizer : ITrainingData =
    new PackedRows(rows directory tokenizer, PackingOptions(Length = 12, Rows = 3, Seed = 1L))

let private padded directory tokenizer : ITrainingData =
    new StoredRows(
        rows directory tokenizer,
        BatchOptions(Tokens = 80, Seed = 1L, PadToken = SmallRuns.idOf "<|dlm_pad|>", LearnPadding = true)
    )

let private config causal (tokenizer: CodeTokenizer) =
    use model = SmallRuns.createModel ()
    let id (name: string) = Nullable(tokenizer.IdOf(name).Value)

    ModelConfig(
        ModelType = (if causal then "qwen2" else "Dream"),
        VocabularySize = model.Config.VocabularySize,
        HiddenSize = 16,
        IntermediateSize = 24,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        TiedEmbeddings = true,
        MaskTokenId = (if causal then Nullable() else id "<|mask|>"),
        EndOfTextId = id "<|endoftext|>",
        PadTokenId = id "<|dlm_pad|>"
    )

let private training = SmallRuns.trainingAt 0.01

let private ancestor directory : PipelineStage =
    AncestorStage(
        Name = "ar",
        Training = training 4L,
        Data = (fun tokenizer -> packed directory tokenizer),
        Config = config true,
        Tokenizer = (fun () -> tokenizer.Value)
    )

let private adaptation directory : PipelineStage =
    AdaptationStage(
        Name = "adapted",
        Training = training 4L,
        Data = (fun tokenizer -> packed directory tokenizer),
        Objective = DiffusionObjective(Annealing = AttentionAnnealing 3L)
    )

let private midTraining directory : PipelineStage =
    MidTrainingStage(Name = "base", Training = training 4L, Data = (fun tokenizer -> packed directory tokenizer))

let private instruction directory : PipelineStage =
    InstructionStage(
        Name = "instruct",
        Training = training 4L,
        Data = (fun tokenizer -> padded directory tokenizer),
        Validation = (fun tokenizer -> Validation(padded directory tokenizer, Batches = 2, Every = 2L))
    )

let private reinforcement steps : PipelineStage =
    ReinforcementStage(
        Name = "cpgrpo",
        Training = training steps,
        Options = SmallRuns.options,
        Tasks = (fun _ -> SmallRuns.tasks),
        Rewards = [| SmallRuns.lowTokens |]
    )

let private all directory =
    [
        ancestor directory
        adaptation directory
        midTraining directory
        instruction directory
        reinforcement 4L
    ]

let private pipeline (directory: TemporaryDirectory) (stages: PipelineStage list) =
    Pipeline(Directory = directory.File "family", Stages = List.toArray stages)

/// The stages that learn from given rows, in a directory.
let rowStages (directory: string) =
    Pipeline(Directory = Path.Combine(directory, "family"), Stages = [| ancestor directory; adaptation directory; instruction directory |])

/// What was told, and a chance to stop at a line.
type private Told(stop: PipelineProgress -> unit) =
    let lines = Collections.Generic.List<PipelineProgress>()
    member _.Lines = List.ofSeq lines

    interface IProgress<PipelineProgress> with
        member _.Report line =
            lines.Add line
            stop line

let private run (pipeline: Pipeline) =
    let told = Told ignore
    pipeline.Run(told), told.Lines

let private weights (result: PipelineResult) stage =
    use model = MaskedLanguageModel.Load result.Checkpoints[stage]
    weightsOf model

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

[<Fact>]
let ``a causal model learns requests beside the one that is adapted from it`` () =
    use directory = new TemporaryDirectory()

    let causal: PipelineStage =
        CausalInstructionStage(
            Name = "ar-instruct",
            From = "ar",
            Training = training 4L,
            Data = (fun tokenizer -> padded directory.Path tokenizer)
        )

    let result, _ =
        run (pipeline directory [ ancestor directory.Path; adaptation directory.Path; causal ])

    use tuned = MaskedLanguageModel.Load result.Checkpoints["ar-instruct"]
    tuned.Config.ModelType |> should equal "qwen2"

    StageManifest.Read(result.Checkpoints["ar-instruct"]).Options["stage"]
    |> should equal "ar-instruct, next-token instruction tuning"

    (weights result "ar-instruct").Values
    |> should not' (equal (weights result "ar").Values)

[<Fact>]
let ``a low-rank stage leaves merged weights and its adapter`` () =
    use directory = new TemporaryDirectory()
    use start = SmallRuns.createModel ()
    start.Save(directory.File "start", TorchSharp.torch.ScalarType.Float32, tokenizer.Value)

    let stage: PipelineStage =
        InstructionStage(
            Name = "tuned",
            Training = training 4L,
            Lora = LoraOptions(Rank = 2, TargetModules = [| "q_proj"; "down_proj" |]),
            StoredType = TorchSharp.torch.ScalarType.Float32,
            Data = (fun tokenizer -> padded directory.Path tokenizer)
        )

    let result =
        Pipeline(Directory = directory.File "family", Start = directory.File "start", Stages = [| stage |]).Run()

    let before, after = weightsOf start, weights result "tuned"

    let changed =
        [
            for name in before.Keys do
                if before[name] <> after[name] then
                    name
        ]

    changed
    |> List.forall (fun name -> name.Contains "q_proj.weight" || name.Contains "down_proj")
    |> should equal true

    changed.Length |> should equal 4
    use adapter = LoraAdapter.Load(directory.File("family", "tuned-adapter"), start)
    use adapted = start.WithAdapter adapter
    use merged = adapted.Merge()
    weightsOf merged |> should equal after

let private manifest (checkpoint: string) =
    StageManifest.Read(checkpoint).ComputeType

[<Fact>]
let ``an adapter over weights stored in bfloat16 is trained in float32 unless bfloat16 is asked for, and the manifest says which`` () =
    use directory = new TemporaryDirectory()
    use start = SmallRuns.createModel ()
    start.Save(directory.File "start", TorchSharp.torch.ScalarType.BFloat16, tokenizer.Value)

    let tune name precision : PipelineStage =
        InstructionStage(
            Name = name,
            From = directory.File "start",
            Training = training 1L,
            Precision = precision,
            Lora = LoraOptions(Rank = 2, TargetModules = [| "q_proj" |]),
            Data = (fun tokenizer -> padded directory.Path tokenizer)
        )

    let stages =
        [
            tune "automatic" Precision.Automatic
            tune "narrow" Precision.BFloat16
            MidTrainingStage(
                Name = "whole",
                Training = training 1L,
                From = directory.File "start",
                Data = (fun tokenizer -> packed directory.Path tokenizer)
            )
        ]

    let result, _ = run (pipeline directory stages)
    manifest result.Checkpoints["automatic"] |> should equal "Float32"
    manifest result.Checkpoints["narrow"] |> should equal "BFloat16"
    manifest result.Checkpoints["whole"] |> should equal "Float32"

    shouldFailWith<TrainingException>(fun () -> run (pipeline directory [ tune "narrow" Precision.Float32 ]) |> ignore)
    |> should haveSubstring "precision: saved BFloat16, now Float32"

[<Fact>]
let ``a manifest from before precision was written is of float32, or of the bfloat16 that its stage asked for`` () =
    use directory = new TemporaryDirectory()

    let written precision =
        File.WriteAllText(
            directory.File "manifest.json",
            $$"""{"options": {"precision": "{{precision}}"}, "weights": "00", "parameters": 1, "steps": 1,
                  "libtorch": "2", "runtime": "10", "threads": 1}"""
        )

        manifest directory.Path

    written "Automatic" |> should equal "Float32"
    written "Float32" |> should equal "Float32"
    written "BFloat16" |> should equal "BFloat16"

[<Fact>]
let ``what a pipeline cannot do is said before anything is trained`` () =
    use directory = new TemporaryDirectory()

    let refused stages =
        shouldFailWith<TrainingException>(fun () -> run (pipeline directory stages) |> ignore)

    refused [] |> should haveSubstring "no stage"

    refused [ ancestor directory.Path; ancestor directory.Path ]
    |> should haveSubstring "Two stages"

    refused [ midTraining directory.Path ] |> should haveSubstring "Start"

    shouldFailWith<TrainingException>(fun () ->
        MidTrainingStage(Name = "a/b", Training = training 4L, Data = (fun tokenizer -> packed directory.Path tokenizer))
        |> ignore)
    |> should haveSubstring "file name"

    let noMask: PipelineStage =
        AdaptationStage(
            Name = "adapted",
            Training = training 4L,
            MaskToken = "<|gone|>",
            Data = (fun tokenizer -> packed directory.Path tokenizer)
        )

    refused [ ancestor directory.Path; noMask ] |> should haveSubstring "<|gone|>"
