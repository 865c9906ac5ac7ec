/// The stages before reinforcement learning. Their settings are committed beside the checkpoints they made.
module DiffuCoder.Tiny.Trainer.Stages

open System
open System.IO
open DiffuCoder.Datasets
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization
open DiffuCoder.Training
open DiffuCoder.Training.Pipelines

let private id (tokenizer: CodeTokenizer) (name: string) = Nullable(tokenizer.IdOf(name).Value)

let private config modelType (maskToken: Nullable<int>) (tokenizer: CodeTokenizer) =
    let id = id tokenizer

    ModelConfig(
        ModelType = modelType,
        MaskTokenId = maskToken,
        VocabularySize = tokenizer.VocabularySize,
        HiddenSize = 256,
        IntermediateSize = 640,
        Layers = 6,
        Heads = 8,
        KeyValueHeads = 4,
        TiedEmbeddings = true,
        MaxPositions = 512,
        EndOfTextId = id "<|endoftext|>",
        PadTokenId = id "<|dlm_pad|>",
        BeginOfTextId = id "<|beginoftext|>"
    )

/// Steps that a stage is given in place of its own; the same otherwise.
type Length = int64 -> int64

let private options (length: Length) steps peak seed =
    TrainingOptions(
        Steps = length steps,
        LearningRate = LearningRate(Peak = peak, WarmupSteps = 100L, FloorRatio = 0.05),
        Seed = seed,
        Optimizer = AdamWOptions(WeightDecay = 0.05),
        // three lines at least: the estimate reads the first and the last
        LogEvery = min 50L (max 1L (length steps / 3L)),
        CheckpointEvery = 250L,
        Threads = Nullable 2
    )

/// Mixed precision where the processor multiplies bfloat16, which is faster there and up to 19
/// times slower elsewhere. The checkpoints are as good either way, and not the same to the bit.
let precision () =
    if Device.CpuHasFastBFloat16 then
        Precision.BFloat16
    else
        Precision.Float32

/// Rows of a seed in batches of so many tokens. They are made once and kept in the folder of the runs.
let private data
    (runs: string)
    name
    tokens
    seed
    (rows: CodeTokenizer -> uint64 -> int -> TokenRow array)
    count
    (tokenizer: CodeTokenizer)
    : ITrainingData =
    let store =
        TokenStore.OpenOrWrite(Path.Combine(runs, $"{name}.tokens"), fun () -> rows tokenizer (uint64 seed) count)

    new StoredRows(store, BatchOptions(Tokens = tokens, Seed = seed, PadToken = tokenizer.IdOf("<|dlm_pad|>").Value))

// stratified times: every batch has seen all of (0, 1), which a batch of forty independent draws has not
let private objective =
    DiffusionObjective(Masking = MaskingOptions(StratifiedTime = true))

let private ancestor length runs : PipelineStage =
    AncestorStage(
        Name = "ar",
        Config = config "qwen2" (Nullable()),
        Tokenizer = (fun () -> (TinyTokenizer.train 1UL).ToTokenizer()),
        Data = data runs "ar" 2048 1L Rows.documents 70000,
        Training = options length 2800L 2e-3 1L,
        Precision = precision ()
    )

let private adapted length runs : PipelineStage =
    AdaptationStage(
        Name = "base",
        Data = data runs "base" 3072 2L Rows.canvases 55000,
        Objective = DiffusionObjective(Masking = objective.Masking, Annealing = AttentionAnnealing 200L),
        Training = options length 1700L 1.5e-3 2L,
        Precision = precision ()
    )

/// Not of the chain: as large, trained on as many tokens as the ancestor and the adapted model
/// together, but a diffusion model from the start. What the paper compares the order of decoding with.
let llada (runs: string) : PipelineStage =
    ScratchStage(
        Name = "llada",
        Config = (fun tokenizer -> config "llada" (id tokenizer "<|mask|>") tokenizer),
        Tokenizer = (fun () -> (TinyTokenizer.train 1UL).ToTokenizer()),
        Data = data runs "llada" 3072 6L Rows.canvases 110000,
        Objective = objective,
        Training = options (fun steps -> steps) 3400L 2e-3 6L,
        Precision = precision ()
    )

let private instruction name rows count steps seed length runs : PipelineStage =
    InstructionStage(
        Name = name,
        Data = data runs name 3072 seed rows count,
        Objective = objective,
        Training = options length steps 1.5e-3 seed,
        Precision = precision ()
    )

/// Answers whose canvas mostly ends soon after them: cheaper to read, and what a text looks like is learned all the same.
let private instructShort =
    instruction "instruct-short" Rows.shortConversations 100000 3500L 3L

let private instruct = instruction "instruct" Rows.conversations 180000 8500L 4L

/// All stages that learn from rows, in order; what they read lies in the folder of the runs.
let all (length: Length) (runs: string) : PipelineStage list =
    [ ancestor; adapted; instructShort; instruct ]
    |> List.map (fun stage -> stage length runs)
