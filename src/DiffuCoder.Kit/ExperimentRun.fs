namespace DiffuCoder

open System
open System.Diagnostics
open System.IO
open System.Threading
open DiffuCoder.Sandbox

/// <summary>
/// What an experiment has a model write. A full one, or its rehearsal, keeps all of it in its directory and goes on where it was ended,
/// and says how far it is; a quick one does neither.
/// </summary>
/// <example><code lang="fsharp">
/// let experiment = Experiment.current ()
/// let tasks = experiment |> Experiment.code
/// let options = { experiment.Sampler with Temperature = 0.2 }
/// experiment |> ExperimentRun.announce "first" Stage.Instruct [ tasks.Problems.Count, options ]
///
/// let answers =
///     tasks |> Benchmark.prompts PromptKind.Chat |> ExperimentRun.answers experiment "first" Stage.Instruct options
/// </code></example>
[<RequireQualifiedAccess>]
module ExperimentRun =

    /// Answers that a large model writes together.
    let private batch = 4

    let private plain (name: string) =
        name
        |> String.map (fun letter ->
            if Char.IsAsciiLetterOrDigit letter || letter = '.' then
                letter
            else
                '-')

    /// The directory of a run beneath the experiment's.
    let private folder (experiment: Experiment) (name: string) (stage: Stage) =
        experiment.Directory
        |> Option.map (fun directory -> Path.Combine(directory, plain name, plain (experiment |> Experiment.modelName stage)))

    /// <summary>Answers that the experiment's directory has already, of the runs whose names begin so.</summary>
    /// <param name="name">How the names begin, such as a notebook's number.</param>
    /// <param name="experiment">The experiment.</param>
    let kept (name: string) (experiment: Experiment) : int =
        match experiment.Directory with
        | Some directory when Directory.Exists directory ->
            [
                for run in Directory.EnumerateDirectories(directory, plain name + "*") do
                    for pattern in [ "answers-*.jsonl"; "samples.jsonl" ] do
                        for file in Directory.EnumerateFiles(run, pattern, SearchOption.AllDirectories) -> Seq.length (File.ReadLines file)
            ]
            |> List.sum
        | _ -> 0

    // the first parts are done first
    let rec private remainder kept =
        function
        | [] -> []
        | (answers, options: SamplerOptions) :: later ->
            let already = min kept answers
            (answers - already, options) :: remainder (kept - already) later

    /// <summary>
    /// What is left to be written of so many answers under such options, by a model of such a size on this device: a pass of each is
    /// measured. What the experiment's directory has costs nothing.
    /// </summary>
    /// <param name="name">How the names of the runs begin, such as a notebook's number.</param>
    /// <param name="stage">The model that is measured.</param>
    /// <param name="parts">Answers, of all models, and how they are sampled.</param>
    /// <param name="experiment">The experiment.</param>
    let cost (name: string) (stage: Stage) (parts: (int * SamplerOptions) list) (experiment: Experiment) : Cost =
        match
            parts
            |> remainder (experiment |> kept name)
            |> List.filter (fun (answers, _) -> answers > 0)
        with
        | [] -> Cost.none
        | left ->
            use model = experiment |> Experiment.model stage

            let prompt =
                experiment
                |> Experiment.code
                |> Benchmark.prompts (Experiment.promptKind stage)
                |> List.head

            // options that read canvases of one size at one pace are measured once
            left
            |> List.groupBy (fun (_, options) -> options.MaxNewTokens, options.Steps)
            |> List.map (fun (_, alike) -> prompt |> Cost.ofAnswers batch model (snd alike.Head) (List.sumBy fst alike))
            |> Cost.sum

    /// <summary>Prints what <c>cost</c> says, and how many answers are there already. Nothing where the experiment is quick.</summary>
    /// <param name="name">How the names of the runs begin, such as a notebook's number.</param>
    /// <param name="stage">The model that is measured.</param>
    /// <param name="parts">Answers, of all models, and how they are sampled.</param>
    /// <param name="experiment">The experiment.</param>
    let announce (name: string) (stage: Stage) (parts: (int * SamplerOptions) list) (experiment: Experiment) : unit =
        match experiment.Directory with
        | None -> ()
        | Some directory ->
            let cost, all = experiment |> cost name stage parts, parts |> List.sumBy fst

            if cost.Answers < all then
                printfn $"{all - cost.Answers} of {all} answers are in {Path.GetFullPath directory} already."

            if cost.Answers > 0 then
                printfn $"{Cost.describe cost}. They are kept in {Path.GetFullPath directory}; a run that is ended goes on there."

    /// <summary>Prints what a part that keeps nothing will cost, which is measured here. Nothing where the experiment is quick.</summary>
    /// <param name="cost">Measures it.</param>
    /// <param name="experiment">The experiment.</param>
    /// <example><code lang="fsharp">
    /// experiment |> ExperimentRun.announceCost (fun () -> rows |> Loss.cost model LossOptions.Default)
    /// </code></example>
    let announceCost (cost: unit -> Cost) (experiment: Experiment) : unit =
        if experiment.Directory.IsSome then
            printfn $"{Cost.describe (cost ())}. Nothing of it is kept."

    /// The time left, by how far a run has come since it was begun or gone on with.
    let private remaining () =
        let clock = Stopwatch.StartNew()
        let mutable before = None

        fun (share: float) ->
            let start = before |> Option.defaultValue share
            before <- Some start

            if share > start && share < 1.0 then
                $", {clock.Elapsed * ((1.0 - share) / (share - start)) |> Cost.duration} left"
            else
                ""

    /// <summary>The answers of a stage's model to prompts, in batches; the model is loaded and let go.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="name">What the run is called in the experiment's directory; another name for other options or prompts.</param>
    /// <param name="stage">The model.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="prompts">What is asked.</param>
    /// <exception cref="T:DiffuCoder.ExperimentException">The checkpoint is not there.</exception>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The experiment's directory holds a run of that name under other options, or a damaged one.
    /// </exception>
    let answers (experiment: Experiment) (name: string) (stage: Stage) (options: SamplerOptions) (prompts: Prompt list) : Trajectory list =
        use model = experiment |> Experiment.model stage

        match folder experiment name stage with
        | None -> prompts |> Sampler.generateInBatches 20 model options
        | Some folder ->
            let left = remaining ()

            let watch (progress: GenerateProgress) =
                let left = left (float progress.Answered / float (max 1 progress.Prompts))
                printfn $"{experiment |> Experiment.modelName stage}: {progress.Answered} of {progress.Prompts} answers{left}"

            prompts
            |> Sampler.generateIntoWith watch CancellationToken.None folder batch model options

    /// <summary>The answers of a stage's model to a benchmark, and what they are worth; the model is loaded and let go.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="name">What the run is called in the experiment's directory; another name for other options or benchmarks.</param>
    /// <param name="stage">The model.</param>
    /// <param name="options">How it is evaluated.</param>
    /// <param name="benchmark">What is asked.</param>
    /// <exception cref="T:DiffuCoder.ExperimentException">The checkpoint is not there.</exception>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">
    /// The experiment's directory holds a run of that name under other options, or a damaged one.
    /// </exception>
    let evaluate
        (experiment: Experiment)
        (name: string)
        (stage: Stage)
        (options: EvaluateOptions)
        (benchmark: Benchmark)
        : BenchmarkResult =
        use model = experiment |> Experiment.model stage

        match folder experiment name stage with
        | None -> options |> Evaluate.run model benchmark
        | Some folder ->
            let left = remaining ()
            let mutable said = -1

            let watch (progress: EvaluateProgress) =
                let left = left progress.Share

                if progress.Generated > said then
                    said <- progress.Generated
                    printfn $"{experiment |> Experiment.modelName stage}: {progress.Generated} of {progress.Total} answers{left}"

            use sandbox =
                Sandbox.startWith (SandboxOptions(Libraries = Array.ofList options.Libraries))

            { options with
                Directory = Some folder
                BatchSize = batch
            }
            |> Evaluate.runWith sandbox watch CancellationToken.None model benchmark
