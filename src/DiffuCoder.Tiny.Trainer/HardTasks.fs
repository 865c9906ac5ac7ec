/// What reinforcement learning can learn from: tasks that a model solves sometimes. A group whose completions all pass, or all fail, has no advantage
/// (the paper's section 5 chooses its 21 000 tasks for the same reason).
module DiffuCoder.Tiny.Trainer.HardTasks

open System.IO
open System.Threading
open DiffuCoder
open DiffuCoder.Sandbox
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus

/// Tokens of a rollout. Two thirds of what the family was trained on cost half as much, and hold most of its answers.
[<Literal>]
let CompletionLength = 64

/// Longest solution of a task, in tokens: the answer's end needs a few more.
[<Literal>]
let private LongestSolution = 56

/// Tasks that are looked at.
[<Literal>]
let private Looked = 300

/// Answers to each.
[<Literal>]
let private Answers = 4

/// As rollouts are sampled at first, on half as many steps as tokens.
let private options directory =
    { EvaluateOptions.Tiny with
        Sampler =
            { SamplerOptions.Tiny with
                MaxNewTokens = CompletionLength
                Steps = CompletionLength / 2
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

/// Those that the checkpoint solves sometimes. Its answers are kept in the folder, where an interrupted choice goes on.
let choose (sandbox: ISandbox) (stop: CancellationToken) (checkpoint: string) (folder: string) : CodeTask list =
    use model = Model.load checkpoint
    let tokens = Tokenizer.count (Model.tokenizer model)

    let looked =
        Corpus.reinforcementTasks
        |> Seq.filter (fun task -> tokens task.Solution <= LongestSolution)
        |> Seq.truncate Looked
        |> List.ofSeq

    let watch (progress: EvaluateProgress) =
        if progress.Scored % 160 = 0 && progress.Scored > 0 then
            printfn $"looking for tasks that are solved sometimes: {progress.Scored} of {progress.Total} answers"

    let result =
        Evaluate.runWith
            sandbox
            watch
            stop
            model
            (Benchmark.ofTasks "tiny, to learn from" looked)
            (options (Path.Combine(folder, "hard-tasks")))

    let chosen =
        List.zip looked result.Problems |> List.filter (snd >> isSometimesSolved)

    printfn $"{chosen.Length} of {looked.Length} tasks are solved sometimes"
    List.map fst chosen
