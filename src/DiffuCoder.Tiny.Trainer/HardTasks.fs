/// What reinforcement learning can learn from: tasks that a model solves sometimes. A group whose completions
/// all pass, or all fail, has no advantage (the paper's section 5 chooses its 21 000 tasks for the same reason).
module DiffuCoder.Tiny.Trainer.HardTasks

open System.IO
open System.Text.Json
open System.Threading
open DiffuCoder
open DiffuCoder.Checkpoints
open DiffuCoder.Sandbox
open DiffuCoder.Tiny.Corpus

/// Answers to each task that is looked at.
[<Literal>]
let private Answers = 4

/// What completions are written on.
type Canvas =
    {
        /// Tokens of a completion.
        Tokens: int
        /// Forward passes that write it.
        Steps: int
        /// Longest solution in tokens, a few less than the canvas: the answer's end needs some.
        LongestSolution: int
    }

/// Which tasks.
type Search =
    {
        /// The answers are kept under this name, where an interrupted search goes on.
        Name: string
        /// Tasks that are looked at.
        Looked: int
        /// Tasks that are taken, the first ones.
        Most: int
    }

/// The tasks to learn from whose solutions fit a canvas, without end.
let fitting manner (canvas: Canvas) (tokenizer: Tokenizer) : CodeTask seq =
    Corpus.reinforcementTasksIn manner
    |> Seq.filter (fun task -> Tokenizer.count tokenizer task.Solution <= canvas.LongestSolution)

/// As rollouts are sampled at first.
let private options canvas directory =
    { EvaluateOptions.Tiny with
        Sampler =
            { SamplerOptions.Tiny with
                MaxNewTokens = canvas.Tokens
                Steps = canvas.Steps
                Temperature = 1.2
            }
        Samples = Answers
        Ks = [ 1 ]
        Seed = 9L
        Sanitize = false
        Directory = Some directory
    }

let private isSometimesSolved (result: ProblemResult) =
    let passed = result.Samples |> List.filter _.Passed |> List.length
    passed > 0 && passed < Answers

let private search sandbox stop (checkpoint: string) (folder: string) manner canvas (search: Search) : CodeTask list =
    // which tasks are chosen is part of what is learned, so it must not depend on the processor
    use model =
        Model.loadWith
            { LoadOptions.Default with
                Precision = Precision.Float32
            }
            checkpoint

    let looked =
        fitting manner canvas (Model.tokenizer model)
        |> Seq.truncate search.Looked
        |> List.ofSeq

    let told = ref 0

    let watch (progress: EvaluateProgress) =
        if progress.Scored >= told.Value + 160 then
            told.Value <- progress.Scored
            printfn $"looking for tasks that are solved sometimes: {progress.Scored} of {progress.Total} answers"

    let result =
        options canvas (Path.Combine(folder, search.Name))
        |> Evaluate.runWith sandbox watch stop model (Benchmark.ofTasks "tiny, to learn from" looked)

    let chosen =
        List.zip looked result.Problems |> List.filter (snd >> isSometimesSolved)

    printfn $"{chosen.Length} of {looked.Length} tasks are solved sometimes"
    chosen |> List.truncate search.Most |> List.map fst

/// What was found, and of what.
type Found =
    {
        Weights: string
        Canvas: Canvas
        Search: Search
        Tasks: string list
    }

let private found (file: string) : Found option =
    if File.Exists file then
        try
            File.ReadAllText file |> JsonSerializer.Deserialize<Found> |> Option.ofObj
        with :? JsonException as damaged ->
            let advice =
                "Delete it: the tasks are looked for again, and runs that learned from it begin anew."

            raise (InvalidDataException($"{file}: not a list of tasks: {damaged.Message} {advice}", damaged))
    else
        None

/// Those that the checkpoint solves sometimes. They are found once, by the first run that asks: answers that are judged again, on a
/// machine that does something else besides, may run out of time, and runs that are compared would learn from different tasks.
let choose
    (sandbox: ISandbox)
    (stop: CancellationToken)
    (checkpoint: string)
    (folder: string)
    (manner: Manner)
    (canvas: Canvas)
    (wanted: Search)
    : CodeTask list =
    let file = Path.Combine(folder, $"{wanted.Name}.json")

    let asked =
        {
            Weights = Stages.weights checkpoint
            Canvas = canvas
            Search = wanted
            Tasks = []
        }

    match found file with
    | Some before when { before with Tasks = [] } = asked ->
        let ids = Set.ofList before.Tasks

        Corpus.reinforcementTasksIn manner
        |> Seq.filter (fun task -> ids.Contains task.Id)
        |> Seq.truncate ids.Count
        |> List.ofSeq
    | _ ->
        let tasks = search sandbox stop checkpoint folder manner canvas wanted

        let kept =
            { asked with
                Tasks = [ for task in tasks -> task.Id ]
            }

        AtomicFile.WriteAllText(file, JsonSerializer.Serialize kept)
        tasks
