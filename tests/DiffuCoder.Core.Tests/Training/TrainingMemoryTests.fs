/// What training takes in memory, counted and measured. The peak is the whole process's.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Training.TrainingMemoryTests

open System
open System.Diagnostics
open System.IO
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns

let private stating format =
    ModelConfig(
        WeightFormat = format,
        ModelType = "Dream",
        VocabularySize = 4000,
        HiddenSize = 256,
        IntermediateSize = 1024,
        Layers = 8,
        Heads = 4,
        KeyValueHeads = 2,
        MaskTokenId = Nullable 3999,
        PadTokenId = Nullable 3998
    )

let private config = stating WeightFormat.Float

let private create precision =
    use generator = new torch.Generator(7UL, torch.CPU)
    MaskedLanguageModel.Create(config, Device.Cpu, generator, precision)

/// The same weights, stored in another type.
let private stored (kind: string) precision (folder: TemporaryDirectory) =
    use model = create Precision.Float32
    model.Save(folder.File "model", torch.ScalarType.BFloat16)

    if kind = "int8" then
        Int8Checkpoint.Write(folder.File "model", folder.File "model")

    MaskedLanguageModel.Load(folder.File "model", precision = precision)

let private over (model: MaskedLanguageModel) =
    use generator = new torch.Generator(8UL, torch.CPU)
    model.WithAdapter(LoraAdapter.Create(model, LoraOptions(Rank = 8), generator))

let private status (key: string) =
    File.ReadLines "/proc/self/status"
    |> Seq.find (fun line -> line.StartsWith(key + ":", StringComparison.Ordinal))
    |> fun line ->
        line.Split([| ' '; '\t' |], StringSplitOptions.RemoveEmptyEntries)[1]
        |> int64
        |> (*) 1024L

[<System.Runtime.InteropServices.DllImport "libc">]
extern int private malloc_trim(unativeint pad)

/// Bytes that were resident at most above the start, once.
let private onePeakAbove (work: unit -> unit) =
    GC.Collect()
    GC.WaitForPendingFinalizers()
    // what was freed and kept would be used again, and no page be new
    malloc_trim 0un |> ignore
    // 5 resets the high-water mark: proc(5)
    File.WriteAllText("/proc/self/clear_refs", "5")
    let before = status "VmRSS"
    work ()
    status "VmHWM" - before

/// The lesser of two peaks: what else the process holds or frees meanwhile only adds to one.
let private peakAbove work =
    List.init 2 (fun _ -> onePeakAbove work) |> List.min

[<Literal>]
let private Rows = 8

[<Literal>]
let private Length = 256

let private data =
    { new ITrainingData with
        member _.Description = "counting"

        member _.Next batch = countingRows Rows Length batch
    }

let private train (model: MaskedLanguageModel) () =
    Trainer(model, DiffusionObjective(), data, options 1L).Run() |> ignore

/// The count takes all parts at their largest at once; beside it stands what wrappers of tensors hold a while longer.
let private isWithin (what: string) (counted: int64) (measured: int64) =
    let factor = float measured / float counted

    let line =
        $"{what}: counted {counted / 1000000L} MB, measured {measured / 1000000L} MB, factor {factor:F2}"

    Assert.True(0.7 < factor && factor < 1.25, line)
    Console.WriteLine line

/// Beside the weights, which are there before.
let private counted (model: MaskedLanguageModel) =
    let all = TrainingMemory.OfRows(TrainedModel.Of model, int64 Rows, int64 Length)
    all.Total - all.Weights - all.Adapter

let private measureWhole precision checkpointed =
    use model = create precision
    model.CheckpointBlocks <- checkpointed
    train model ()

    peakAbove (train model)
    |> isWithin $"all weights, {precision}, checkpointed {checkpointed}" (counted model)

let private measureAdapter kind checkpointed =
    use folder = new TemporaryDirectory()
    use model = stored kind Precision.Float32 folder
    use adapted = over model
    adapted.CheckpointBlocks <- checkpointed
    train adapted ()

    peakAbove (train adapted)
    |> isWithin $"an adapter, {kind}, checkpointed {checkpointed}" (counted adapted)

let private measure () =
    for precision in [ Precision.Float32; Precision.BFloat16 ] do
        for checkpointed in [ false; true ] do
            measureWhole precision checkpointed

    measureAdapter "bfloat16" false
    measureAdapter "bfloat16" true
    measureAdapter "int8" false

/// malloc keeps much of what was freed, up to as much again. With this every tensor is a mapping of its own, which is given back at once:
/// mallopt(3). It has to be there when a process begins.
[<Literal>]
let private Threshold = "MALLOC_MMAP_THRESHOLD_"

let private measureInChild () =
    let start =
        ProcessStartInfo(
            "dotnet",
            [
                "exec"
                Reflection.Assembly.GetExecutingAssembly().Location
                "-method"
                "*training takes what is counted"
            ],
            RedirectStandardOutput = true
        )

    start.Environment[Threshold] <- "65536"
    use child = Process.Start start
    let said = child.StandardOutput.ReadToEnd()
    child.WaitForExit()
    Assert.True(child.ExitCode = 0 && said.Contains "an adapter, int8", said)

/// The child process runs this same test, and finds the variable.
[<Fact>]
let ``training takes what is counted`` () =
    if OperatingSystem.IsLinux() then
        if isNull (Environment.GetEnvironmentVariable Threshold) then
            measureInChild ()
        else
            measure ()

[<Fact>]
let ``what is held is the weights, their gradients and moments, and the reference`` () =
    let weights = config.WeightCount
    let whole = TrainedModel(Config = config)
    let rows = TrainingMemory.OfRows(whole, 1L, 8L)
    rows.Held |> should equal (16L * weights)
    let grpo = GrpoMemory.Of(whole, GrpoOptions.Paper, 1, 1, 200L)
    grpo.Held |> should equal (20L * weights)
    let lora = LoraOptions(Rank = 4, TargetModules = [| "q_proj" |])
    let low = int64 config.Layers * 4L * 2L * 256L

    let adapted =
        GrpoMemory.Of(TrainedModel(Config = config, Stored = torch.ScalarType.BFloat16, Lora = lora), GrpoOptions.Paper, 1, 1, 200L)

    adapted.Held |> should equal (2L * weights + 20L * low)

    let int8 =
        TrainedModel(Config = stating WeightFormat.Int8, Stored = torch.ScalarType.BFloat16, Lora = lora)

    let linear = TrainingMemory.OfRows(int8, 1L, 8L).Weights
    linear |> should be (lessThan (2L * weights))
    linear |> should be (greaterThan weights)

[<Fact>]
let ``a pass more keeps its activations, micro-batches and checkpointed blocks save them`` () =
    let whole = TrainedModel(Config = config)

    let activations variant model parts =
        GrpoMemory.Of(model, GrpoOptions(Estimator = LikelihoodEstimator(Variant = variant)), 1, parts, 200L).Activations

    let coupled, full =
        activations MaskVariant.Coupled whole 1, activations MaskVariant.FullMask whole 1

    float coupled / float full |> should (equalWithin 0.3) 3.0
    (activations MaskVariant.Coupled whole 10) * 10L |> should equal coupled

    let checkpointed =
        activations MaskVariant.Coupled (TrainedModel(Config = config, CheckpointBlocks = true)) 1

    checkpointed * 5L |> should be (lessThan coupled)

[<Fact>]
let ``what cannot be held is refused with its parts`` () =
    let seven =
        ModelConfig(
            ModelType = "Dream",
            VocabularySize = 152064,
            HiddenSize = 3584,
            IntermediateSize = 18944,
            Layers = 28,
            Heads = 28,
            KeyValueHeads = 4,
            MaskTokenId = Nullable 151666
        )

    let need = TrainingMemory.OfModel(TrainedModel(Config = seven), true)
    need.RequireRoom need.Held

    shouldFailWith<TrainingException>(fun () -> need.RequireRoom 64_000_000_000L)
    |> should
        haveSubstring
        "Training holds 152.3 GB before any batch: weights 30.5, gradients 30.5, moments 60.9, reference 30.5; there are 64.0 GB of memory in all."

    shouldFailWith<ModelException>(fun () -> MemoryNeed.CheckCopy(seven, 16_000_000_000L))
    |> should haveSubstring "takes 30.5 GB, and there are 16.0 GB of memory in all"
