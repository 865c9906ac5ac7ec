/// Writes the answers of settings, in folders of their own, so that what is interrupted goes on.
module DiffuCoder.Findings.Answering

open System
open System.IO
open System.Threading
open DiffuCoder
open DiffuCoder.Analysis
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Scores
open DiffuCoder.Tiny.Corpus

/// Which tasks: those to develop on, or those that are read for what is told.
type Tasks =
    | Development
    | Sealed

/// Where things are.
type Place =
    {
        /// The folder of the family's checkpoints.
        Family: string
        Output: string
        Tasks: Tasks
        Sandbox: ISandbox
        Say: string -> unit
        Stop: CancellationToken
    }

[<Literal>]
let private Batch = 40

let private splits = [ HeldOutParameters; HeldOutCombinations ]

let private code tasks perSplit =
    let all, name =
        match tasks with
        | Development -> Corpus.heldOutIn ManyStyles, "development"
        | Sealed -> Corpus.sealedTasks, "sealed"

    splits |> List.collect (all >> List.truncate perSplit) |> Benchmark.ofTasks name

let private wordProblems tasks perSplit =
    let all =
        match tasks with
        | Development -> Corpus.heldOutWordProblemsIn ManyStyles
        | Sealed -> Corpus.sealedWordProblems

    splits |> List.collect (all >> List.truncate perSplit)

let private sampler (setting: Setting) =
    let tiny = SamplerOptions.Tiny

    { tiny with
        Temperature = setting.Temperature
        TopP = 0.95
        Steps = tiny.MaxNewTokens / setting.TokensPerPass
    }

let private order trajectory =
    let text = DecodingOrder.Of(trajectory, CanvasScope.Text)
    Seq.last (ArNess.LocalCurve(text, 1)), Seq.last (ArNess.GlobalCurve(text, 4))

let private answerOf (isRight: bool) (trajectory: Trajectory) : Answer =
    let local, globally = order trajectory

    {
        IsRight = isRight
        Local = local
        Global = globally
    }

let private writeCode place told model (setting: Setting) directory perSplit =
    let options =
        { EvaluateOptions.Tiny with
            Sampler = sampler setting
            Prompting = setting.Prompting
            Samples = setting.Samples
            BatchSize = Batch
            Directory = Some directory
            KeepTrajectories = true
        }

    let result =
        Evaluate.runWith place.Sandbox (_.Share >> told) place.Stop model (code place.Tasks perSplit) options

    match place.Tasks, result.Excluded with
    | Sealed, first :: _ ->
        let problem =
            $"{result.Excluded.Length} tasks are left out, {first.TaskId} because {first.Reason}. What is told is of all tasks: "
            + "measure again when the machine does nothing else."

        raise (EvaluationException(directory, Nullable(), problem))
    | _ -> ()

    List.map2
        (fun (problem: ProblemResult) -> List.map2 (fun (sample: SampleVerdict) -> answerOf sample.Passed) problem.Samples)
        result.Problems
        (Evaluate.trajectories result)

let private writeWords place told model (setting: Setting) directory perSplit =
    let problems = wordProblems place.Tasks perSplit

    if setting.Samples <> 1 then
        invalidArg (nameof setting) $"Word problems are answered once each, and {setting.Samples} answers are asked for."

    problems
    |> List.map (WordProblem.prompt setting.Prompting)
    |> Sampler.generateIntoWith
        (fun progress -> float progress.Answered / float progress.Prompts |> told)
        place.Stop
        directory
        Batch
        model
        (sampler setting)
    |> List.map2
        (fun problem trajectory ->
            [
                answerOf (WordProblem.isSolved problem (Trajectory.text trajectory)) trajectory
            ])
        problems

let private write place model (setting: Setting) : Answer list list =
    let directory = Path.Combine(place.Output, Setting.name setting)
    let began = DateTime.UtcNow
    let told = Setting.name setting |> Tenths.told place.Say

    let answers =
        match setting.Subject with
        | Code perSplit -> writeCode place told model setting directory perSplit
        | WordProblems perSplit -> writeWords place told model setting directory perSplit

    let seconds = (DateTime.UtcNow - began).TotalSeconds
    place.Say(FormattableString.Invariant $"{Setting.name setting}: {Setting.size setting} answers, {seconds:F0} s")
    answers

/// The answers of settings, model by model, and those that are known already.
let further (place: Place) (known: Map<Setting, Answer list list>) (settings: Setting list) : Map<Setting, Answer list list> =
    let added =
        [
            for checkpoint, same in settings |> List.distinct |> List.except known.Keys |> List.groupBy _.Checkpoint do
                use model = Model.load (Path.Combine(place.Family, checkpoint))

                for setting in same -> setting, write place model setting
        ]

    (known, added)
    ||> List.fold (fun known (setting, answers) -> known.Add(setting, answers))
