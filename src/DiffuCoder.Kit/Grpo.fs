namespace DiffuCoder

open System
open System.Collections.Generic
open System.Threading
open DiffuCoder.Training

/// A prompt of reinforcement learning and what its completions are tested with.
type GrpoTask =
    {
        /// Its name in logs.
        Id: string
        /// A conversation or a text to go on from.
        Prompt: Prompt
        /// Tests of the program in the answer; without any, only other rewards count.
        Tests: CandidateTest list
    }

/// A completion as a run recorded it: its text, the rewards it got and its advantage within its group.
type RecordedCompletion = DiffuCoder.Training.Grpo.RecordedCompletion

/// How much of the gradient of a policy loss is chance of the masks: `Norm` of its expectation, and `Noise`, its variance relative to that.
type PolicyNoise = DiffuCoder.Training.Grpo.Exact.PolicyNoise

/// How far a run has come, once per line of its log.
type GrpoProgress =
    {
        /// Updates made.
        Step: int
        /// Updates of the whole run.
        Steps: int
        /// Mean of the summed rewards of the completions since the last line; where there were none, as a round has
        /// several updates, that of the line before.
        Reward: float
        /// All that is logged, by name: each reward, `kl`, `clip_low`, `clip_high`, `completion_length`, ...; where the
        /// sampler's `DriftEvery` measured a cache, `rollout_ratio` and `rollout_ratio_largest` (p of the full pass / p
        /// of the cache, of the tokens measured), and `rollout_ratio_truncated` (the share above `RolloutCorrection`).
        Measures: Map<string, float>
        /// Time spent since the last line, by name: `rollout`, `rewards` (waited for
        /// after the last completion), `estimates`, `forward`, `backward`, `update`.
        Phases: Map<string, TimeSpan>
        /// Time left at the pace of this sitting.
        Remaining: TimeSpan
    }

/// <summary>Reinforcement learning with coupled-GRPO (arXiv 2506.20639, sections 4 and 5).</summary>
/// <example><code lang="fsharp">
/// use model = Model.tiny Stage.Instruct |> Grpo.trainable
/// use sandbox = Sandbox.start ()
///
/// Grpo.run model (Grpo.tinyTasks 200) (Reward.paper sandbox) { GrpoOptions.Tiny with Steps = 40; Directory = Some "runs/first" }
/// model |> Model.save "models/after-grpo"
/// </code></example>
[<RequireQualifiedAccess>]
module Grpo =

    /// A copy of a model whose weights can be trained: float32, computing in float32 whatever the other
    /// computes in, on the same device. The other model stays as it is, and is disposed of by whoever has it.
    let trainable (model: Model) : Model = Model.Adapt model

    /// <summary>
    /// The same, computing in a type that is asked for: <c>Precision.BFloat16</c> over float32 weights is
    /// mixed-precision training, in which completions are written, estimated and learned from in bfloat16.
    /// </summary>
    /// <example><code lang="fsharp">
    /// use model = Model.tiny Stage.Instruct |> Grpo.trainableIn Precision.BFloat16
    /// </code></example>
    let trainableIn (precision: Precision) (model: Model) : Model = Model.Adapt(model, null, precision)

    /// <summary>Tasks from the training part of the tiny family's corpus: requests for functions, with tests.</summary>
    /// <example><code lang="fsharp">
    /// Grpo.tinyTasks 200 |> List.map _.Id
    /// </code></example>
    let tinyTasks (count: int) : GrpoTask list =
        [
            for task in DiffuCoder.Tiny.Corpus.Corpus.reinforcementTasks |> Seq.truncate count ->
                {
                    Id = task.Id
                    Prompt = Prompt.instruct task.Instruction
                    Tests = [ for test in task.Tests -> Equals(test.Call, test.Expected) ]
                }
        ]

    let private opening =
        function
        | Prompt.Chat(_, prefix) -> prefix
        | _ -> ""

    let private coreTask model (options: SamplerOptions) (task: GrpoTask) =
        let canvas = Prompt.canvas model options task.Prompt

        match task.Prompt with
        | Prompt.Infill _ ->
            raise (
                TrainingException $"The task {task.Id} is a text with holes; reinforcement learning takes prompts that are gone on from."
            )
        | _ ->
            Training.Grpo.RolloutTask(
                task.Id,
                Array.ofSeq (Seq.truncate canvas.CompletionStart canvas.Tokens),
                opening task.Prompt,
                List.map Sandbox.coreTest task.Tests
            )

    let private progressOf (lastReward: float) (progress: TrainingProgress) =
        {
            Step = int progress.Step
            Steps = int progress.Steps
            Reward = progress.Measures.GetValueOrDefault("reward", lastReward)
            Measures = Map [ for measure in progress.Measures -> measure.Key, measure.Value ]
            Phases = Map [ for phase in progress.Phases -> phase.Key, phase.Value ]
            Remaining = progress.Remaining
        }

    /// <summary>
    /// As <c>run</c>, telling how far it has come, and ended by a token: the round in progress is
    /// finished and saved, and the same call goes on from there. True when the last update was made.
    /// </summary>
    let runWith
        (watch: GrpoProgress -> unit)
        (stop: CancellationToken)
        (model: Model)
        (tasks: GrpoTask list)
        (rewards: Reward list)
        (options: GrpoOptions)
        : bool =
        let tasks =
            Grpo.ShuffledTasks(List.map (coreTask model options.Sampler) tasks, options.PromptsPerRound, options.Seed)

        let trainer =
            Grpo.GrpoTrainer(
                model,
                Model.tokenizer model,
                tasks,
                rewards,
                CoreGrpo.algorithm options,
                CoreGrpo.training options,
                Option.toObj options.Directory
            )

        let reward = ref nan

        let listener =
            { new IProgress<_> with
                member _.Report progress =
                    let progress = progressOf reward.Value progress
                    reward.Value <- progress.Reward
                    watch progress
            }

        trainer.Run(listener, stop).Finished

    /// <summary>
    /// Trains a model in place: completions are written and rewarded, then the weights updated, round
    /// after round. In the run's directory it leaves <c>metrics.jsonl</c>, TensorBoard events,
    /// <c>completions.jsonl</c> with every completion and its rewards, and checkpoints to go on from.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// The run cannot start or be resumed, a reward throws or is not a number, or the loss is not; the last checkpoint is intact.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">Completions cannot be sampled so.</exception>
    let run (model: Model) (tasks: GrpoTask list) (rewards: Reward list) (options: GrpoOptions) : unit =
        runWith ignore CancellationToken.None model tasks rewards options |> ignore

    /// <summary>
    /// Every completion of a run that had a directory, in the order they were written; those of one round and task are a group.
    /// </summary>
    /// <param name="path">The run's directory, or its <c>completions.jsonl</c>.</param>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">
    /// The file is missing, or a line is damaged; the message names file and line.
    /// </exception>
    /// <example><code lang="fsharp">
    /// Grpo.completions "runs/first" |> List.groupBy (fun one -> one.Round, one.Task)
    /// </code></example>
    let completions (path: string) : RecordedCompletion list =
        RecordedCompletion.Read path |> List.ofSeq

    /// The prompt and what a run wrote behind it, as tokens again.
    let private rowOf (model: Model) (options: GrpoOptions) (tasks: Map<string, GrpoTask>) (one: RecordedCompletion) =
        match Map.tryFind one.Task tasks with
        | None ->
            raise (
                TrainingException
                    $"A completion was written for the task {one.Task}, which is none of those given. Give the tasks of the run."
            )
        | Some task ->
            let asked = coreTask model options.Sampler task

            let text =
                if one.Text.StartsWith(asked.Opening, StringComparison.Ordinal) then
                    one.Text[asked.Opening.Length ..]
                else
                    one.Text

            match task.Prompt with
            | Prompt.Chat(messages, prefix) when one.Ended ->
                DiffuCoder.Datasets.TokenRows.OfAnswer(Model.tokenizer model, messages, prefix, text)
            | _ ->
                let row =
                    DiffuCoder.Datasets.TokenRows.OfAnswer(Model.tokenizer model, asked.Prompt, text)

                if one.Ended then
                    row
                else
                    // what fills the canvas has no end
                    DiffuCoder.Datasets.TokenRow(ResizeArray(Seq.take (row.Tokens.Count - 1) row.Tokens), row.LearnedFrom)

    /// <summary>As <c>maskNoise</c>, telling how many draws are done and of how many, and ended by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was ended.</exception>
    let maskNoiseWith
        (watch: int -> int -> unit)
        (stop: CancellationToken)
        (model: Model)
        (tasks: GrpoTask list)
        (options: GrpoOptions)
        (draws: int)
        (completions: RecordedCompletion list)
        : PolicyNoise =
        let named = Map [ for task in tasks -> task.Id, task ]

        let rows =
            [|
                for one in completions -> struct (rowOf model options named one, one.Advantage)
            |]

        PolicyNoise.Of(
            model,
            CoreGrpo.algorithm options,
            rows,
            draws,
            options.Seed,
            microBatches = options.MicroBatches,
            progress = Action<int, int> watch,
            cancellation = stop
        )

    /// <summary>
    /// How much of the loss's gradient is chance of the masks: completions and advantages of a run stay as they are, and the masks of
    /// an update are drawn so many times, on a float32 copy of the model. Texts become tokens again, which need not be those that were
    /// written, and nothing stands behind their ends.
    /// </summary>
    /// <param name="model">The model that is to learn; not one under an adapter.</param>
    /// <param name="tasks">The tasks that the completions were written for.</param>
    /// <param name="options">Masks, loss, size of a group, <c>Seed</c> and <c>MicroBatches</c>.</param>
    /// <param name="draws">At least 2; an interval needs 3.</param>
    /// <param name="completions">Whole groups, each side by side, as <c>completions</c> reads them.</param>
    /// <exception cref="T:DiffuCoder.Training.TrainingException">
    /// A task is missing, the completions do not fill groups, or an option is out of range.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Models.ModelException">The model is one under an adapter.</exception>
    /// <example><code lang="fsharp">
    /// let written = Grpo.completions "runs/first" |> List.filter (fun one -> one.Round = 0L)
    ///
    /// for variant in [ MaskVariant.Coupled; MaskVariant.Decoupled ] do
    ///     let noise = Grpo.maskNoise model (Grpo.tinyTasks 200) { GrpoOptions.Tiny with Variant = variant } 40 written
    ///     printfn $"{variant.Name}: {noise.Noise.Mean:F2} at {noise.Passes} passes"
    /// </code></example>
    let maskNoise (model: Model) (tasks: GrpoTask list) (options: GrpoOptions) (draws: int) (completions: RecordedCompletion list) =
        maskNoiseWith (fun _ _ -> ()) CancellationToken.None model tasks options draws completions
