namespace DiffuCoder

open System
open System.Threading
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Training.Pipelines

/// One stage of a pipeline.
type TrainingStage = PipelineStage

/// Where a pipeline stands; `string` gives it as one line: stage, step, reward, divergence, loss, tokens per second, time left.
type PipelineProgress = DiffuCoder.Training.Pipelines.PipelineProgress

/// <summary>
/// Training stages one after another, each from the checkpoint of the one before. Each leaves a Hugging Face directory
/// with a manifest and its log under its name; what is finished is not trained again, and what was interrupted goes on.
/// </summary>
/// <example><code lang="fsharp">
/// use sandbox = Sandbox.start ()
///
/// let documents (tokenizer: Tokenizer) =
///     Data.stored "runs/code.tokens" (fun () -> Data.documents "data/code" |> Data.rowsOfDocuments tokenizer)
///     |> Data.packed { Length = 4096; Rows = 4; SeparateDocuments = true; Seed = 1L }
///
/// let tasks = Pipeline.codingTasks 4 (fun () -> Data.hardTasks HardSubset.Paper "data/acecode.parquet")
///
/// [ Pipeline.adaptation "adapted" (TrainOptions.adaptation 60_000) documents
///   Pipeline.midTraining "base" (TrainOptions.midTraining 16_000) documents
///   Pipeline.reinforcement "cpgrpo" GrpoOptions.Paper tasks (Reward.paper sandbox) ]
/// |> Pipeline.run "models" (Some "models/Qwen2.5-Coder-7B")
/// </code></example>
[<RequireQualifiedAccess>]
module Pipeline =

    /// Stage 1: a causal model becomes a masked diffusion model, its attention opened over 10 000 updates, or over the given number.
    let adaptationOver (annealing: int) (name: string) (options: TrainOptions) (data: Tokenizer -> TrainingData) : TrainingStage =
        AdaptationStage(
            Name = name,
            Training = CoreTraining.ofOptions options,
            Data = data,
            Objective = DiffusionObjective(Masking = MaskingOptions.PaperAdaptation, Annealing = AttentionAnnealing(int64 annealing))
        )

    /// Stage 1 as in the paper: a causal model becomes a masked diffusion model, its attention opened over 10 000 updates.
    let adaptation name options data = adaptationOver 10_000 name options data

    /// Stage 2: mid-training on documents.
    let midTraining (name: string) (options: TrainOptions) (data: Tokenizer -> TrainingData) : TrainingStage =
        MidTrainingStage(Name = name, Training = CoreTraining.ofOptions options, Data = data)

    /// Stage 3: instruction tuning on conversations, of which the answers are learned.
    let instruction (name: string) (options: TrainOptions) (data: Tokenizer -> TrainingData) : TrainingStage =
        InstructionStage(Name = name, Training = CoreTraining.ofOptions options, Data = data)

    /// As <c>instruction</c>, of a causal model, by the next token: what a model that was adapted from it can be compared with.
    let causalInstruction (name: string) (options: TrainOptions) (data: Tokenizer -> TrainingData) : TrainingStage =
        CausalInstructionStage(Name = name, Training = CoreTraining.ofOptions options, Data = data)

    /// A stage with a low-rank adapter in place of all weights; the checkpoint has it merged, and `NAME-adapter` has it by itself.
    let withAdapter (lora: LoraOptions) (stage: TrainingStage) : TrainingStage = stage.WithAdapter lora

    /// A stage that computes in a type that is asked for: `Precision.BFloat16` over float32 weights is mixed-precision training.
    let inPrecision (precision: Precision) (stage: TrainingStage) : TrainingStage = stage.In precision

    /// Tasks of a data set, so many a round, in an order of their own for every pass. All of them are held in memory. Questions are
    /// asked bare and answers begin with `Prompt.AnswerPrefix`; the release asks with a test beside the question and begins no answer.
    let codingTasks (perRound: int) (tasks: unit -> DiffuCoder.Datasets.CodingTask seq) (tokenizer: Tokenizer) : Grpo.IRolloutTasks =
        let all =
            [|
                for task in tasks () -> Grpo.RolloutTask.Of(tokenizer, task, Prompt.AnswerPrefix)
            |]

        Grpo.ShuffledTasks(all, perRound, 0L)

    /// Tasks of a data set as the release asks for them: the question with its first test, for most questions once more with the
    /// head of the function, and no beginning of the answer; of a prompt of more than 200 tokens the last 200.
    let releasedTasks (perRound: int) (tasks: unit -> DiffuCoder.Datasets.CodingTask seq) (tokenizer: Tokenizer) : Grpo.IRolloutTasks =
        let all =
            [|
                for task in tasks () do
                    yield! Grpo.RolloutTask.Released(tokenizer, task)
            |]

        Grpo.ShuffledTasks(all, perRound, 0L)

    /// Stage 4: coupled-GRPO.
    let reinforcement
        (name: string)
        (options: GrpoOptions)
        (tasks: Tokenizer -> Grpo.IRolloutTasks)
        (rewards: Reward list)
        : TrainingStage =
        ReinforcementStage(
            Name = name,
            Training = CoreGrpo.training options,
            Options = CoreGrpo.algorithm options,
            Tasks = tasks,
            Rewards = List.toArray rewards
        )

    /// <summary>
    /// Trains what is not finished yet, telling how far it has come, and ended by a token: the step in progress is finished
    /// and saved, and the same call goes on from there. The directories of the finished stages by name, and whether all are.
    /// </summary>
    /// <param name="watch">Told when a stage begins and ends, and once per line of its log.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="device">Where the models live.</param>
    /// <param name="directory">Where the checkpoints go.</param>
    /// <param name="start">The checkpoint that the first stage starts from.</param>
    /// <param name="stages">The stages in order.</param>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// A stage cannot start or go on, or its checkpoint was made under other options.
    /// </exception>
    let runWith
        (watch: PipelineProgress -> unit)
        (stop: CancellationToken)
        (device: Device)
        (directory: string)
        (start: string option)
        (stages: TrainingStage list)
        : Map<string, string> * bool =
        let listener =
            { new IProgress<_> with
                member _.Report progress = watch progress
            }

        let pipeline =
            Pipelines.Pipeline(Directory = directory, Start = Option.toObj start, Device = device, Stages = List.toArray stages)

        let result = pipeline.Run(listener, stop)
        Map [ for checkpoint in result.Checkpoints -> checkpoint.Key, checkpoint.Value ], result.Finished

    /// <summary>
    /// Trains what is not finished yet, on the processor, printing a line for each of the log's. The directories of the stages by name.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// A stage cannot start or go on, or its checkpoint was made under other options.
    /// </exception>
    let run (directory: string) (start: string option) (stages: TrainingStage list) : Map<string, string> =
        runWith (printfn "%O") CancellationToken.None Device.Cpu directory start stages
        |> fst
