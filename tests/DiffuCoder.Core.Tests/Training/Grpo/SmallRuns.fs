/// A policy, tasks and rewards small enough to train in a test.
module DiffuCoder.Core.Tests.Training.Grpo.SmallRuns

open System
open System.Threading.Tasks
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Tokenization
open DiffuCoder.Core.Tests.Training

let tokenizer = TokenizerFixtures.smallTokenizer

let idOf (name: string) = tokenizer.Value.IdOf(name).Value

/// A policy of a kind, with or without a mask token.
let createOf modelType maskToken =
    use generator = new torch.Generator(11UL, torch.CPU)

    let config =
        ModelConfig(
            ModelType = modelType,
            VocabularySize = tokenizer.Value.VocabularySize,
            HiddenSize = 16,
            IntermediateSize = 24,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 1,
            TiedEmbeddings = true,
            MaskTokenId = maskToken,
            EndOfTextId = Nullable(idOf "<|endoftext|>"),
            PadTokenId = Nullable(idOf "<|dlm_pad|>")
        )

    MaskedLanguageModel.Create(config, TinyRuns.Device.Cpu, generator)

let createModel () =
    createOf "Dream" (Nullable(idOf "<|mask|>"))

let rolloutTask (id: string) (prompt: string) =
    RolloutTask(id, [| for token in tokenizer.Value.Encode prompt -> token |], "", [||])

/// Two prompts of unequal length a round.
let tasks =
    { new IRolloutTasks with
        member _.Description = "two prompts"

        member _.Next round =
            [|
                rolloutTask $"short-{round}" "def f"
                rolloutTask $"long-{round}" "def add(a, b): return a"
            |]
    }

/// Which half of the vocabulary the tokens come from: what a policy learns soonest.
let lowTokens =
    Reward.From(
        "low tokens",
        1.0,
        fun rollout ->
            rollout.Tokens
            |> Seq.filter (fun token -> token < 300)
            |> Seq.length
            |> float
            |> (*) 0.1
    )

let options =
    GrpoOptions(
        GroupSize = 4,
        Sampling = SamplerOptions(MaxNewTokens = 6, Steps = 6, Temperature = 1.0, TopP = 1.0),
        SynchronizeReferenceEvery = Nullable 4L
    )

let trainingAt rate steps =
    TrainingOptions(
        Steps = steps,
        Seed = 5L,
        LearningRate = LearningRate.Constant rate,
        MicroBatches = 3,
        LogEvery = 2L,
        CheckpointEvery = 2L,
        TensorBoard = false
    )

let training = trainingAt 0.01

let trainer (model: MaskedLanguageModel) (options: GrpoOptions) training (directory: string | null) probe =
    GrpoTrainer(model, tokenizer.Value, tasks, [| lowTokens |], options, training, directory, Probe = probe)

let never: Task<float Nullable> = TaskCompletionSource<float Nullable>().Task
