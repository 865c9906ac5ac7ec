/// The settings of each stage. They are committed beside the checkpoint they made.
module DiffuCoder.Tiny.Trainer.Stages

open System
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization
open DiffuCoder.Training

type Stage =
    {
        Name: string
        /// The stage whose weights this one starts from.
        From: string option
        Rows: CodeTokenizer -> uint64 -> int -> Rows.Row[]
        RowCount: int
        RowSeed: uint64
        TokensPerBatch: int
        Objective: ITrainingObjective
        Options: TrainingOptions
    }

let config (causal: bool) (tokenizer: CodeTokenizer) =
    let id (name: string) = Nullable(tokenizer.IdOf(name).Value)

    ModelConfig(
        ModelType = (if causal then "qwen2" else "Dream"),
        VocabularySize = tokenizer.VocabularySize,
        HiddenSize = 256,
        IntermediateSize = 640,
        Layers = 6,
        Heads = 8,
        KeyValueHeads = 4,
        TiedEmbeddings = true,
        MaxPositions = 512,
        MaskTokenId = (if causal then Nullable() else id "<|mask|>"),
        EndOfTextId = id "<|endoftext|>",
        PadTokenId = id "<|dlm_pad|>",
        BeginOfTextId = id "<|beginoftext|>"
    )

let private options steps peak seed =
    TrainingOptions(
        Steps = steps,
        LearningRate = LearningRate(Peak = peak, WarmupSteps = 100L, FloorRatio = 0.05),
        Seed = seed,
        Optimizer = AdamWOptions(WeightDecay = 0.05),
        LogEvery = 50L,
        CheckpointEvery = 250L,
        Threads = Nullable 2
    )

// stratified times: every batch has seen all of (0, 1), which a batch of forty independent draws has not
let private masking = MaskingOptions(StratifiedTime = true)

let all =
    [
        {
            Name = "ar"
            From = None
            Rows = Rows.documents
            RowCount = 70000
            RowSeed = 1UL
            TokensPerBatch = 2048
            Objective = NextTokenObjective()
            Options = options 2800L 2e-3 1L
        }
        {
            Name = "base"
            From = Some "ar"
            Rows = Rows.canvases
            RowCount = 55000
            RowSeed = 2UL
            TokensPerBatch = 3072
            Objective = DiffusionObjective(Masking = masking, Annealing = AttentionAnnealing 200L)
            Options = options 1700L 1.5e-3 2L
        }
        {
            Name = "instruct-short"
            From = Some "base"
            Rows = Rows.shortConversations
            RowCount = 100000
            RowSeed = 3UL
            TokensPerBatch = 3072
            Objective = DiffusionObjective(Masking = masking)
            Options = options 3500L 1.5e-3 3L
        }
        {
            Name = "instruct"
            From = Some "instruct-short"
            Rows = Rows.conversations
            RowCount = 180000
            RowSeed = 4UL
            TokensPerBatch = 3072
            Objective = DiffusionObjective(Masking = masking)
            Options = options 8500L 1.5e-3 4L
        }
    ]

let find (name: string) =
    all |> List.tryFind (fun stage -> stage.Name = name)

/// Mixed precision where the processor multiplies bfloat16, which is faster there and up to 19 times slower elsewhere. The checkpoints are as good
/// either way, and not the same to the bit.
let precision =
    if Device.CpuHasFastBFloat16 then
        Precision.BFloat16
    else
        Precision.Float32
