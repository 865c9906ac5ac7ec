/// What training takes in memory, counted and measured. The peak is the whole process's.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Training.TrainingMemoryTests

open System
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

/// Bytes that were resident at most above the start.
let private peakAbove (work: unit -> unit) =
    GC.Collect()
    // what was freed and kept would be used again, and no page be new
    malloc_trim 0un |> ignore
    // 5 resets the high-water mark: proc(5)
    File.WriteAllText("/proc/self/clear_refs", "5")
    let before = status "VmRSS"
    work ()
    status "VmHWM" - before

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
    Trainer(model, DiffusionObjective(), data, options 2L).Run() |> ignore

/// Beside what is counted there are an allocator's gaps, and what wrappers of tensors hold a while longer.
let private isWithin (what: string) (counted: int64) (measured: int64) =
    let factor = float measured / float counted

    Assert.True(
        0.7 < factor && factor < 2.0,
        $"{what}: counted {counted / 1000000L} MB, measured {measured / 1000000L} MB, factor {factor:F2}"
    )

/// Beside the weights, which are there before.
let private counted (model: MaskedLanguageModel) =
    let all = TrainingMemory.OfRows(TrainedModel.Of model, int64 Rows, int64 Length)
    all.Total - all.Weights - all.Adapter

[<Theory>]
[<InlineData("float32", false)>]
[<InlineData("float32", true)>]
[<InlineData("bfloat16", false)>]
[<InlineData("bfloat16", true)>]
let ``training all weights takes what is counted`` (precision: string, checkpointed: bool) =
    if OperatingSystem.IsLinux() then
        use model =
            create (
                if precision = "float32" then
                    Precision.Float32
                else
                    Precision.BFloat16
            )

        model.CheckpointBlocks <- checkpointed
        train model ()

        peakAbove (train model)
        |> isWithin $"{precision}, checkpointed {checkpointed}" (counted model)

[<Theory>]
[<InlineData("bfloat16", false)>]
[<InlineData("bfloat16", true)>]
[<InlineData("int8", false)>]
let ``training an adapter over stored weights takes what is counted`` (kind: string, checkpointed: bool) =
    if OperatingSystem.IsLinux() then
        use folder = new TemporaryDirectory()
        use model = stored kind Precision.Float32 folder
        use adapted = over model
        adapted.CheckpointBlocks <- checkpointed
        train adapted ()

        peakAbove (train adapted)
        |> isWithin $"{kind}, checkpointed {checkpointed}" (counted adapted)

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
