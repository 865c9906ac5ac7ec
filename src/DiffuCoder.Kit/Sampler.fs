namespace DiffuCoder

open System
open System.Threading
open DiffuCoder.Runtime

/// One step of a generation: its index and what it revealed, from left to right; a step may reveal nothing.
type SamplingStep = DiffuCoder.Sampling.SamplingStep

/// How far many generations have come: prompts that are answered, of how many.
type GenerateProgress = { Answered: int; Prompts: int }

/// <summary>Filling in prompts. The model and the options come first, so that a prompt can be piped in.</summary>
/// <example><code lang="fsharp">
/// use model = Model.tiny Stage.Instruct
///
/// Prompt.instruct "Write a function that returns the n-th Fibonacci number."
/// |> Sampler.generate model { SamplerOptions.Tiny with Steps = 48 }
/// |> Trajectory.code
/// |> printfn "%s"
/// </code></example>
[<RequireQualifiedAccess>]
module Sampler =

    let private sampler (model: Model) options =
        Sampling.DiffusionSampler(model, CoreOptions.ofOptions options, model.Tokenizer)

    let private startOne model (options: SamplerOptions) prompt =
        (sampler model options).Start([| Prompt.canvas model options prompt |], [| options.Seed |])

    let private steps (stop: CancellationToken) (decoding: Sampling.Decoding) =
        seq {
            use decoding = decoding

            while not decoding.IsFinished do
                decoding.Advance stop
        }

    let private run stop watch (decoding: Sampling.Decoding) =
        decoding |> steps stop |> Seq.iter watch
        decoding.Result() |> List.ofSeq

    /// <summary>As <c>generate</c>, ended within a step by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let generateWith (stop: CancellationToken) (model: Model) (options: SamplerOptions) (prompt: Prompt) : Trajectory =
        startOne model options prompt |> run stop ignore |> List.head

    /// <summary>Fills in one prompt.</summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">
    /// An option is out of range, the prompt is empty or too long, or the model gave what is not a distribution.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">The model has no tokenizer, or not one for chats.</exception>
    let generate (model: Model) (options: SamplerOptions) (prompt: Prompt) : Trajectory =
        generateWith CancellationToken.None model options prompt

    let internal requireSize (size: int) =
        if size < 1 then
            invalidArg (nameof size) $"A batch of {size} prompts holds none; the size must be at least 1."

    let internal withSeeds (options: SamplerOptions) (prompts: Prompt seq) =
        [
            for row, prompt in Seq.indexed prompts -> prompt, RandomSource(options.Seed).Derive(int64 row).Seed
        ]

    let private runBatch watch stop model options (rows: (Prompt * int64) list) =
        match List.unzip rows with
        | [], _ -> []
        | prompts, seeds ->
            let canvases = prompts |> List.map (Prompt.canvas model options)

            (sampler model options).Generate(canvases, seeds, stop, Option.toObj watch)
            |> List.ofSeq

    /// <summary>As <c>generateMany</c>, ended within a step by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let generateManyWith (stop: CancellationToken) (model: Model) (options: SamplerOptions) (prompts: Prompt seq) : Trajectory list =
        prompts |> withSeeds options |> runBatch None stop model options

    /// <summary>
    /// Fills in several prompts of any lengths: as one batch or, where the model is small, each on a
    /// thread of its own. Each row has a seed of its own, derived from the options' seed and its place,
    /// and its result does not depend on its neighbours; repeat a prompt to get several answers.
    /// </summary>
    /// <example><code lang="fsharp">
    /// List.replicate 10 prompt |> Sampler.generateMany model { SamplerOptions.Tiny with Temperature = 0.8 } |> List.map Trajectory.code
    /// </code></example>
    let generateMany (model: Model) (options: SamplerOptions) (prompts: Prompt seq) : Trajectory list =
        generateManyWith CancellationToken.None model options prompts

    /// <summary>
    /// As <c>generateMany</c>, showing every step to a function as soon as it is done, with the place of its
    /// prompt, from 0; and ended within a step by a token. Rows of a batch that have ended wait with steps
    /// that wrote nothing. The function is called by one thread at a time, not always the caller's; an exception
    /// thrown by it ends the generation.
    /// </summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    /// <example><code lang="fsharp">
    /// let watch row (step: SamplingStep) = printfn $"prompt {row}: step {step.Index} wrote {step.Reveals.Count} tokens"
    /// prompts |> Sampler.streamManyWith watch System.Threading.CancellationToken.None model options
    /// </code></example>
    let streamManyWith
        (watch: int -> SamplingStep -> unit)
        (stop: CancellationToken)
        (model: Model)
        (options: SamplerOptions)
        (prompts: Prompt seq)
        : Trajectory list =
        let gate = obj ()

        let inTurn =
            Action<int, SamplingStep>(fun row step -> lock gate (fun () -> watch row step))

        prompts |> withSeeds options |> runBatch (Some inTurn) stop model options

    /// <summary>
    /// As <c>generateInBatches</c>, telling how far it has come after each batch, and ended within a step by a token.
    /// </summary>
    /// <exception cref="T:System.ArgumentException">The size is below 1.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let generateInBatchesWith
        (watch: GenerateProgress -> unit)
        (stop: CancellationToken)
        (size: int)
        (model: Model)
        (options: SamplerOptions)
        (prompts: Prompt seq)
        : Trajectory list =
        requireSize size
        let rows = prompts |> withSeeds options
        let mutable written = 0

        rows
        |> List.chunkBySize size
        |> List.collect (fun batch ->
            let answers = batch |> runBatch None stop model options
            written <- written + answers.Length

            watch
                {
                    Answered = written
                    Prompts = rows.Length
                }

            answers)

    /// <summary>
    /// As <c>generateMany</c>, so many at a time: with the same result (but for rounding in the last bits) in less memory.
    /// </summary>
    /// <exception cref="T:System.ArgumentException">The size is below 1.</exception>
    /// <example><code lang="fsharp">
    /// tasks |> Benchmark.prompts PromptKind.Chat |> Sampler.generateInBatches 8 model SamplerOptions.Paper
    /// </code></example>
    let generateInBatches (size: int) (model: Model) (options: SamplerOptions) (prompts: Prompt seq) : Trajectory list =
        generateInBatchesWith ignore CancellationToken.None size model options prompts

    /// <summary>
    /// As <c>generateInto</c>, telling how far it has come, what was there already first, and ended within a step by a token.
    /// </summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled; finished batches are kept.</exception>
    let generateIntoWith
        (watch: GenerateProgress -> unit)
        (stop: CancellationToken)
        (directory: string)
        (size: int)
        (model: Model)
        (options: SamplerOptions)
        (prompts: Prompt seq)
        : Trajectory list =
        requireSize size
        let prompts, seeds = prompts |> withSeeds options |> List.unzip
        let canvases = prompts |> List.map (Prompt.canvas model options)

        let told =
            Action<int>(fun answered ->
                watch
                    {
                        Answered = answered
                        Prompts = prompts.Length
                    })

        Evaluation.StoredAnswers.Generate(directory, model, CoreOptions.ofOptions options, canvases, seeds, size, told, stop)
        |> List.ofSeq

    /// <summary>
    /// As <c>generateInBatches</c>, kept in a directory batch by batch, with <c>options.json</c>, which says what they depend on: a run
    /// that was ended goes on where it stopped, with the same result.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The directory holds a run of other prompts or under other options, each named, or a damaged one.
    /// </exception>
    /// <exception cref="T:System.ArgumentException">The size is below 1.</exception>
    /// <example><code lang="fsharp">
    /// tasks |> Benchmark.prompts PromptKind.Chat |> Sampler.generateInto "runs/humaneval" 8 model SamplerOptions.Paper
    /// </code></example>
    let generateInto (directory: string) (size: int) (model: Model) (options: SamplerOptions) (prompts: Prompt seq) : Trajectory list =
        generateIntoWith ignore CancellationToken.None directory size model options prompts

    /// <summary>Fills in one prompt lazily: each step is computed when it is asked for. Stop reading to stop generating.</summary>
    /// <example><code lang="fsharp">
    /// prompt |> Sampler.stream model options |> Seq.iter (printfn "%O")
    /// </code></example>
    let stream (model: Model) (options: SamplerOptions) (prompt: Prompt) : SamplingStep seq =
        seq {
            for step in startOne model options prompt |> steps CancellationToken.None do
                step[0]
        }

    /// <summary>
    /// Fills in one prompt, showing every step to a function as soon as it is done, and ended
    /// between two blocks of the model by a token. An exception thrown by the function ends the generation.
    /// </summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    /// <example><code lang="fsharp">
    /// prompt |> Sampler.streamWith (fun step -> printf ".") System.Threading.CancellationToken.None model options |> Trajectory.code
    /// </code></example>
    let streamWith
        (watch: SamplingStep -> unit)
        (stop: CancellationToken)
        (model: Model)
        (options: SamplerOptions)
        (prompt: Prompt)
        : Trajectory =
        startOne model options prompt
        |> run stop (fun step -> watch step[0])
        |> List.head

    /// <summary>
    /// Fills in one prompt off the caller's thread. The workflow's own cancellation token ends it between two blocks of the model.
    /// </summary>
    let generateAsync (model: Model) (options: SamplerOptions) (prompt: Prompt) : Async<Trajectory> =
        async {
            let! stop = Async.CancellationToken
            do! Async.SwitchToThreadPool()
            return generateWith stop model options prompt
        }
