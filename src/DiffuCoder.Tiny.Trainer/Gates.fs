/// Whether a family can show the findings at all: the gates of docs/plan.md, measured on development tasks.
module DiffuCoder.Tiny.Trainer.Gates

open System
open System.IO
open System.Threading
open DiffuCoder
open DiffuCoder.Sandbox
open DiffuCoder.Tiny.Corpus

/// What was wanted and what was measured.
type Gate =
    {
        Name: string
        Wanted: string
        Measured: string
        /// `None`: it is told beside the plan, which asks for nothing.
        IsMet: bool option
    }

let private splits = [ HeldOutParameters; HeldOutCombinations ]

/// The first tasks of both splits, half of each.
let private tasks count =
    splits
    |> List.collect (Corpus.heldOutIn ManyStyles >> List.truncate (count / 2))

let private percent (share: float) =
    FormattableString.Invariant $"{100.0 * share:F1} %%"

let private sampled temperature =
    { SamplerOptions.Tiny with
        Temperature = temperature
        TopP = 0.95
    }

/// Tokens of the text that are as good as certain when they are written.
let private ties name sampler model =
    let options =
        { AnalysisOptions.Default with
            Scope = CanvasScope.Text
        }

    let share =
        tasks 80
        |> List.map (fun task -> Prompt.instruct task.Instruction)
        |> Sampler.generateMany model sampler
        |> Entropy.tiesWithin 1e-3 options

    {
        Name = $"tokens written at an entropy below 1e-3 nats, {name}, 80 tasks"
        Wanted = "under 50 %"
        Measured = percent share.Mean
        IsMet = Some(share.Mean < 0.5)
    }

let private loss model =
    let rows =
        tasks 200
        |> List.map (fun task ->
            let request, answer = Documents.chatIn ManyStyles task
            Prompt.instruct request, answer.Substring Documents.AnswerPrefix.Length)
        |> Data.rowsOfAnswers (Model.tokenizer model)

    let point =
        rows
        |> Loss.byTime
            model
            { LossOptions.Default with
                Times = [ 0.5 ]
                Draws = 4
            }
        |> List.exactlyOne

    {
        Name = "loss at t = 0.5, 200 tasks"
        Wanted = "at least 0.3 nats"
        Measured = FormattableString.Invariant $"{point.Value.Mean:F3} nats"
        IsMet = Some(point.Value.Mean >= 0.3)
    }

let private wordProblems model =
    let problems =
        splits
        |> List.collect (Corpus.heldOutWordProblemsIn ManyStyles >> List.truncate 60)

    let score =
        problems
        |> List.map (WordProblem.prompt PromptKind.Chat)
        |> Sampler.generateMany model SamplerOptions.Tiny
        |> List.zip problems
        |> WordProblem.score

    {
        Name = "word problems answered rightly, greedy, 120 problems"
        Wanted = "at least 40 %"
        Measured = percent score.Value
        IsMet = Some(score.Value >= 0.4)
    }

let private room sandbox stop folder model =
    let options =
        { EvaluateOptions.Tiny with
            Sampler = sampled 1.0
            Samples = 10
            Ks = [ 1; 10 ]
            Directory = Some folder
        }

    let result =
        options
        |> Evaluate.runWith sandbox ignore stop model (Benchmark.ofTasks "gates" (tasks 40))

    let pass k =
        (result.Base |> List.find (fun score -> score.K = k)).Value

    {
        Name = "pass@10 less pass@1 at T 1, 40 tasks"
        Wanted = "at least 10 points"
        Measured = $"{percent (pass 10)} less {percent (pass 1)}"
        IsMet = Some(pass 10 - pass 1 >= 0.1)
    }

// by its weights: a checkpoint that is trained anew has the name of the one before it
let private folderOf (folder: string) (checkpoint: string) =
    Path.Combine(folder, "gates", (Stages.weights checkpoint)[..11])

/// Measures a checkpoint that answers requests; what it writes on the way goes to the folder.
let measure (sandbox: ISandbox) (stop: CancellationToken) (folder: string) (checkpoint: string) : Gate list =
    use model = Model.load checkpoint

    [
        ties "T 0.2, top-p 0.95" (sampled 0.2) model
        // not of the plan: at 0.2 the filter leaves one token of two where it is 1.8 times as likely
        { ties "T 1, no filter" { sampled 1.0 with TopP = 1.0 } model with
            Wanted = ""
            IsMet = None
        }
        loss model
        wordProblems model
        room sandbox stop (folderOf folder checkpoint) model
    ]

/// The gates as a table.
let table (gates: Gate list) =
    [ "| gate | wanted | measured | |"; "| --- | --- | --- | --- |" ]
    @ [
        for gate in gates ->
            let verdict =
                match gate.IsMet with
                | Some true -> "met"
                | Some false -> "not met"
                | None -> ""

            $"| {gate.Name} | {gate.Wanted} | {gate.Measured} | {verdict} |"
    ]
    |> String.concat "\n"
