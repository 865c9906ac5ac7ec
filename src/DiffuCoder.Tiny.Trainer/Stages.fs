/// The stages before reinforcement learning, as numbers. Their settings are committed beside the checkpoints they made.
module DiffuCoder.Tiny.Trainer.Stages

open System
open System.IO
open System.Security.Cryptography
open DiffuCoder.Datasets
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tiny.Corpus
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

/// Mixed precision where the processor gains by bfloat16, which is up to 19 times slower elsewhere. The checkpoints are as good
/// either way, and not the same to the bit.
let precision () =
    if Device.CpuHasFastBFloat16 then
        Precision.BFloat16
    else
        Precision.Float32

/// The weights of a checkpoint, by which it is known whatever it is called: their SHA-256.
let weights (checkpoint: string) : string =
    Path.Combine(checkpoint, "model.safetensors")
    |> File.ReadAllBytes
    |> SHA256.HashData
    |> Convert.ToHexStringLower

/// What a stage does.
type Kind =
    /// Next token, from nothing.
    | Ancestor
    /// Masked diffusion, from nothing: as LLaDA.
    | Scratch
    /// Causal to masked diffusion, the attention opened over so many steps.
    | Adaptation of annealing: int64
    | MidTraining
    | Instruction
    /// Requests by the next token.
    | CausalInstruction

/// One stage.
type Plan =
    {
        Name: string
        Kind: Kind
        /// The stage it starts from; none where it draws its weights.
        From: string option
        /// Rows, by tokenizer, seed and number.
        Rows: Manner -> CodeTokenizer -> uint64 -> int -> TokenRow array
        Count: int
        BatchTokens: int
        Steps: int64
        /// The peak of the learning rate.
        Rate: float
        Seed: int64
    }

/// A family: what it reads, and the stages that come of one another; others beside them.
type Family =
    {
        Manner: Manner
        Chain: Plan list
        Beside: Plan list
    }

let private plan name kind from rows count tokens steps rate seed =
    {
        Name = name
        Kind = kind
        From = from
        Rows = rows
        Count = count
        BatchTokens = tokens
        Steps = steps
        Rate = rate
        Seed = seed
    }

/// The shipped family. Most canvases of instruct-short end soon after their text: cheaper to read, and what a text looks like is
/// learned all the same. llada has as many tokens as ar and base together; the paper compares the order of decoding with such a model.
let oneStyle =
    {
        Manner = OneStyle
        Chain =
            [
                plan "ar" Ancestor None Rows.documents 70000 2048 2800L 2e-3 1L
                plan "base" (Adaptation 200L) (Some "ar") Rows.canvases 55000 3072 1700L 1.5e-3 2L
                plan "instruct-short" Instruction (Some "base") Rows.shortConversations 100000 3072 3500L 1.5e-3 3L
                plan "instruct" Instruction (Some "instruct-short") Rows.conversations 180000 3072 8500L 1.5e-3 4L
            ]
        Beside = [ plan "llada" Scratch None Rows.canvases 110000 3072 3400L 2e-3 6L ]
    }

/// The family of docs/plan.md: adapted at a fifth of the ancestor's rate, then mid-trained.
let manyStyles =
    {
        Manner = ManyStyles
        Chain =
            [
                plan "ar" Ancestor None Rows.documents 160000 3072 3000L 2e-3 1L
                plan "adapted" (Adaptation 300L) (Some "ar") Rows.canvases 40000 3072 800L 4e-4 2L
                plan "base" MidTraining (Some "adapted") Rows.canvases 90000 3072 2000L 1e-3 5L
                plan "instruct-short" Instruction (Some "base") Rows.shortConversations 100000 3072 2500L 1.5e-3 3L
                plan "instruct-middle" Instruction (Some "instruct-short") Rows.conversations 180000 3072 6000L 1.5e-3 4L
                plan "instruct" Instruction (Some "instruct-middle") Rows.conversationsWithMoreWords 280000 3072 9000L 1.2e-3 8L
            ]
        Beside =
            [
                plan "llada" Scratch None Rows.canvases 200000 3072 5800L 2e-3 6L
                plan "ar-instruct" CausalInstruction (Some "ar") Rows.causalConversations 120000 3072 2000L 1.5e-3 7L
            ]
    }

let private changed (change: Plan -> Plan) (family: Family) =
    { family with
        Chain = List.map change family.Chain
        Beside = List.map change family.Beside
    }

/// A family whose stages make so many steps each.
let withSteps (steps: int64) (family: Family) : Family =
    family |> changed (fun plan -> { plan with Steps = steps })

/// A family of as many stages, each that many times as short: rows and steps.
let shortened (times: int) (family: Family) : Family =
    family
    |> changed (fun plan ->
        { plan with
            Count = max 1 (plan.Count / times)
            Steps = max 1L (plan.Steps / int64 times)
        })

// stratified times: every batch has seen all of (0, 1), which a batch of forty independent draws has not
let private objective =
    DiffusionObjective(Masking = MaskingOptions(StratifiedTime = true))

/// A stage of a family. Its rows are made once and kept in the folder of the runs.
let stage (family: Family) (runs: string) (plan: Plan) : PipelineStage =
    let training =
        TrainingOptions(
            Steps = plan.Steps,
            LearningRate = LearningRate(Peak = plan.Rate, WarmupSteps = 100L, FloorRatio = 0.05),
            Seed = plan.Seed,
            Optimizer = AdamWOptions(WeightDecay = 0.05),
            // three lines at least: the estimate reads the first and the last
            LogEvery = min 50L (max 1L (plan.Steps / 3L)),
            CheckpointEvery = 250L,
            Threads = Nullable 2
        )

    let data (tokenizer: CodeTokenizer) : ITrainingData =
        let store =
            TokenStore.OpenOrWrite(
                Path.Combine(runs, $"{plan.Name}.tokens"),
                fun () -> plan.Rows family.Manner tokenizer (uint64 plan.Seed) plan.Count
            )

        new StoredRows(store, BatchOptions(Tokens = plan.BatchTokens, Seed = plan.Seed, PadToken = tokenizer.IdOf("<|dlm_pad|>").Value))

    let fresh () =
        (TinyTokenizer.train family.Manner 1UL).ToTokenizer()

    let from = Option.toObj plan.From

    match plan.Kind with
    | Ancestor ->
        AncestorStage(
            Name = plan.Name,
            Config = config "qwen2" (Nullable()),
            Tokenizer = fresh,
            Data = data,
            Training = training,
            Precision = precision ()
        )
    | Scratch ->
        ScratchStage(
            Name = plan.Name,
            Config = (fun tokenizer -> config "llada" (id tokenizer "<|mask|>") tokenizer),
            Tokenizer = fresh,
            Data = data,
            Objective = objective,
            Training = training,
            Precision = precision ()
        )
    | Adaptation annealing ->
        AdaptationStage(
            Name = plan.Name,
            From = from,
            Data = data,
            Objective = DiffusionObjective(Masking = objective.Masking, Annealing = AttentionAnnealing annealing),
            Training = training,
            Precision = precision ()
        )
    | MidTraining ->
        MidTrainingStage(Name = plan.Name, From = from, Data = data, Objective = objective, Training = training, Precision = precision ())
    | Instruction ->
        InstructionStage(Name = plan.Name, From = from, Data = data, Objective = objective, Training = training, Precision = precision ())
    | CausalInstruction -> CausalInstructionStage(Name = plan.Name, From = from, Data = data, Training = training, Precision = precision ())

/// All stages of the chain that learn from rows, in order.
let all (family: Family) (runs: string) : PipelineStage list =
    family.Chain |> List.map (stage family runs)
