/// Pipelines of stages that take moments.
module DiffuCoder.Core.Tests.Training.SmallPipelines

open System
open System.IO
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

let tokenizer = SmallRuns.tokenizer

let texts = [ for i in 0..11 -> $"def f{i}(a):\n    return a + {i}\n" ]

let rows (directory: string) (tokenizer: CodeTokenizer) =
    let row (text: string) =
        TokenRow(Array.append (Array.ofSeq (tokenizer.Encode text)) [| SmallRuns.idOf "<|endoftext|>" |])

    TokenStore.OpenOrWrite(Path.Combine(directory, "rows.tokens"), fun () -> List.map row texts)

let packed directory tokenizer : ITrainingData =
    new PackedRows(rows directory tokenizer, PackingOptions(Length = 12, Rows = 3, Seed = 1L))

let padded directory tokenizer : ITrainingData =
    new StoredRows(
        rows directory tokenizer,
        BatchOptions(Tokens = 80, Seed = 1L, PadToken = SmallRuns.idOf "<|dlm_pad|>", LearnPadding = true)
    )

let config causal (tokenizer: CodeTokenizer) =
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

let training = SmallRuns.trainingAt 0.01

let ancestor directory : PipelineStage =
    AncestorStage(
        Name = "ar",
        Training = training 4L,
        Data = (fun tokenizer -> packed directory tokenizer),
        Config = config true,
        Tokenizer = (fun () -> tokenizer.Value)
    )

let adaptation directory : PipelineStage =
    AdaptationStage(
        Name = "adapted",
        Training = training 4L,
        Data = (fun tokenizer -> packed directory tokenizer),
        Objective = DiffusionObjective(Annealing = AttentionAnnealing 3L)
    )

let midTraining directory : PipelineStage =
    MidTrainingStage(Name = "base", Training = training 4L, Data = (fun tokenizer -> packed directory tokenizer))

let instruction directory : PipelineStage =
    InstructionStage(
        Name = "instruct",
        Training = training 4L,
        Data = (fun tokenizer -> padded directory tokenizer),
        Validation = (fun tokenizer -> Validation(padded directory tokenizer, Batches = 2, Every = 2L))
    )

let reinforcement steps : PipelineStage =
    ReinforcementStage(
        Name = "cpgrpo",
        Training = training steps,
        Options = SmallRuns.options,
        Tasks = (fun _ -> SmallRuns.tasks),
        Rewards = [| SmallRuns.lowTokens |]
    )

let all directory =
    [
        ancestor directory
        adaptation directory
        midTraining directory
        instruction directory
        reinforcement 4L
    ]

let pipeline (directory: TemporaryDirectory) (stages: PipelineStage list) =
    Pipeline(Directory = directory.File "family", Stages = List.toArray stages)

/// The stages that learn from given rows, in a directory.
let rowStages (directory: string) =
    Pipeline(Directory = Path.Combine(directory, "family"), Stages = [| ancestor directory; adaptation directory; instruction directory |])

/// What was told, and a chance to stop at a line.
type Told(stop: PipelineProgress -> unit) =
    let lines = Collections.Generic.List<PipelineProgress>()
    member _.Lines = List.ofSeq lines

    interface IProgress<PipelineProgress> with
        member _.Report line =
            lines.Add line
            stop line

let run (pipeline: Pipeline) =
    let told = Told ignore
    pipeline.Run(told), told.Lines

let weights (result: PipelineResult) stage =
    use model = MaskedLanguageModel.Load result.Checkpoints[stage]
    weightsOf model
