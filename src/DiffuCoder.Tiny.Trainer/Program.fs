module DiffuCoder.Tiny.Trainer.Program

open System
open System.IO
open System.Threading
open Argu
open DiffuCoder
open DiffuCoder.Checkpoints
open DiffuCoder.Datasets
open DiffuCoder.Distributed
open DiffuCoder.Runtime
open DiffuCoder.Sandbox
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Training
open DiffuCoder.Training.Pipelines

[<HelpFlags("--help", "-h")>]
type Arguments =
    | Stage of name: string
    | Start of directory: string
    | Family of directory: string
    | [<AltCommandLine(Letter.Output)>] Output of directory: string
    | Corpus of manner: string
    | Ablation
    | Gates
    | Seed of number: int64
    | Shorten of times: int
    | Threads of count: int
    | Rate of peak: float
    | Updates of count: int64
    | No_Estimate

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Stage _ ->
                "train this stage only; an unknown name lists them. Some, such as llada, are not of the chain (default: the chain, in order)."
            | Start _ -> "checkpoint that --stage starts from, or in an --ablation the runs from instruct (default: the family's own)."
            | Family _ -> "directory of the checkpoints (default: family below the runs)."
            | Output _ ->
                "directory of the rows and of the runs; one that was interrupted goes on (default: runs/tiny, of many-styles runs/many-styles)."
            | Corpus _ -> "one-style, which the shipped family was trained on (default), or many-styles, of docs/plan.md."
            | Gates -> "do not train: measure what docs/plan.md asks of instruct before anything is compared."
            | Ablation ->
                "train the variants of coupled-GRPO, each with several seeds, from instruct; and GRPO of the causal model from ar-instruct."
            | Seed _ -> "of --ablation, the runs of this seed only: several processes can share the work."
            | Shorten _ -> "every stage so many times as short, rows and steps, to see all of it run."
            | Threads _ -> "threads of coupled-GRPO (default: 2); runs are equal to the bit under the same number only."
            | Rate _ ->
                "peak of the learning rate of a --stage of coupled-GRPO in place of its own, to look for a better one in another --output."
            | Updates _ -> "updates of such a stage in place of its own."
            | No_Estimate -> "do not work out beforehand how long it will take."

/// The stage before reinforcement learning, whose answers choose its tasks.
[<Literal>]
let private Instruct = "instruct"

/// Where things are, what is trained, and how to end early.
type private Place =
    {
        Given: ParseResults<Arguments>
        Plans: Stages.Family
        Reinforced: Reinforcement.Run list
        /// Runs that are not of the chain.
        Beside: Reinforcement.Run list
        /// Makes a run as short as was asked for.
        Shorten: Reinforcement.Run -> Reinforcement.Run
        Runs: string
        Family: string
        Stop: CancellationToken
    }

let private chain place setting =
    Stages.all place.Plans place.Runs
    @ [
        for run in place.Reinforced -> Reinforcement.ofRun setting (Some run.From) run
    ]

let private readable (time: TimeSpan) =
    if time.TotalHours >= 1.0 then
        $"{int time.TotalHours} h {time.Minutes} min"
    else
        $"{Math.Max(1, int time.TotalMinutes)} min"

let private estimate place setting =
    printfn "timing a few steps of every stage, which takes some minutes"

    let short =
        { place with
            Plans = Stages.withSteps Estimate.Steps place.Plans
            Reinforced = place.Reinforced |> List.map (Reinforcement.withUpdates Estimate.Steps)
        }

    let durations =
        Estimate.durations (fun stage -> printfn $"timing {stage}") (chain short setting) (chain place setting)

    for name, time in durations do
        printfn $"{name, -16} {readable time}"

    printfn $"together         {durations |> List.map snd |> List.reduce (+) |> readable} at most, less what is done already"

let private run (place: Place) (pipeline: Pipeline) =
    let listener =
        { new IProgress<_> with
            member _.Report line = printfn $"{line}"
        }

    if pipeline.Run(listener, place.Stop).Finished then
        0
    else
        130

/// Reinforcement learning from tasks that a checkpoint solves sometimes.
let private settingFrom place sandbox checkpoint : Reinforcement.Setting =
    {
        Sandbox = sandbox
        SometimesSolved = HardTasks.choose sandbox place.Stop checkpoint place.Runs place.Plans.Manner
        Manner = place.Plans.Manner
        Threads = place.Given.GetResult(Threads, 2)
    }

let private trainAblation place =
    use sandbox = PythonSandbox.Start()

    let origin = place.Given.GetResult(Start, Path.Combine(place.Family, Instruct))

    let seeds =
        match place.Given.TryGetResult Seed with
        | Some seed -> [ seed ]
        | None -> Reinforcement.seeds place.Plans.Manner

    let setting = settingFrom place sandbox origin

    let start (run: Reinforcement.Run) =
        if run.From = Instruct then
            origin
        else
            Path.Combine(place.Family, run.From)

    let ready, missing =
        Reinforcement.ablationRuns place.Plans.Manner seeds
        |> List.map place.Shorten
        |> List.partition (start >> Directory.Exists)

    for name in missing |> List.map start |> List.distinct do
        printfn $"there is no checkpoint {name}: the runs that start from it are left out"

    let stages =
        ready |> List.map (fun run -> Reinforcement.ofRun setting (Some(start run)) run)

    run place (Pipeline(Directory = Path.Combine(place.Family, "ablation"), Stages = List.toArray stages))

let private trainAll place =
    use sandbox = PythonSandbox.Start()
    let setting = settingFrom place sandbox (Path.Combine(place.Family, Instruct))

    // several processes would each time runs in a folder of their own
    if Job.Ranks = 1 && not (place.Given.Contains No_Estimate) then
        estimate place setting

    run place (Pipeline(Directory = place.Family, Runs = place.Runs, Stages = List.toArray (chain place setting)))

let private trainOne place name =
    let plans = place.Plans.Chain @ place.Plans.Beside

    let reinforced = place.Reinforced @ place.Beside

    let names =
        [ for plan in plans -> plan.Name ] @ [ for run in reinforced -> run.Name ]

    let origin from =
        place.Given.TryGetResult Start
        |> Option.orElse (from |> Option.map (fun name -> Path.Combine(place.Family, name)))

    let train from (stage: PipelineStage) =
        run place (Pipeline(Directory = place.Family, Runs = place.Runs, Start = Option.toObj (origin from), Stages = [| stage |]))

    match plans |> List.tryFind (fun plan -> plan.Name = name), reinforced |> List.tryFind (fun run -> run.Name = name) with
    | Some plan, _ ->
        Stages.stage place.Plans place.Runs { plan with From = origin plan.From }
        |> train plan.From
    | None, Some run ->
        // only this stage runs what the model writes
        use sandbox = PythonSandbox.Start()
        let from = origin (Some run.From)

        Reinforcement.ofRun (settingFrom place sandbox (Option.get from)) from run
        |> train (Some run.From)
    | None, None ->
        eprintfn $"""There is no stage {name}; there are {String.concat ", " names}."""
        2

let private measureGates place =
    use sandbox = PythonSandbox.Start()

    Path.Combine(place.Family, Instruct)
    |> Gates.measure sandbox place.Stop place.Runs
    |> Gates.table
    |> printfn "%s"

    0

/// What is tried in place of the plan's own settings of reinforcement learning.
let tried (given: ParseResults<Arguments>) : Reinforcement.Run -> Reinforcement.Run =
    let refuse (message: string) = given.Raise(message, showUsage = false)

    if (given.Contains Rate || given.Contains Updates) && not (given.Contains Stage) then
        refuse "--rate and --updates are of one stage of coupled-GRPO; name it by --stage."

    let rate =
        match given.TryGetResult Rate with
        | Some rate when not (rate > 0.0 && rate < 1.0) -> refuse $"--rate is {rate}; it must be between 0 and 1."
        | rate -> rate |> Option.map Reinforcement.withRate |> Option.defaultValue id

    let updates =
        match given.TryGetResult Updates with
        | Some updates when updates < 1L -> refuse $"--updates is {updates}; it must be at least 1."
        | updates -> updates |> Option.map Reinforcement.withUpdates |> Option.defaultValue id

    rate >> updates

let private start (stop: CancellationToken) (given: ParseResults<Arguments>) =
    let plans, folder =
        match given.GetResult(Corpus, "one-style") with
        | "one-style" -> Stages.oneStyle, "tiny"
        | "many-styles" -> Stages.manyStyles, "many-styles"
        | other -> failwith $"--corpus is {other}; it should be one-style or many-styles."

    let tried = tried given
    let runs = given.GetResult(Output, Path.Combine("runs", folder))

    let plans, shorten =
        match given.TryGetResult Shorten with
        | None -> plans, id
        | Some times when times < 1 -> given.Raise($"--shorten is {times}; it must be at least 1.", showUsage = false)
        | Some times -> Stages.shortened times plans, Reinforcement.shortened times

    let place =
        {
            Given = given
            Plans = plans
            Reinforced = Reinforcement.runs plans.Manner |> List.map (shorten >> tried)
            Beside = Reinforcement.beside plans.Manner |> List.map (shorten >> tried)
            Shorten = shorten
            Runs = runs
            Family = given.GetResult(Family, Path.Combine(runs, "family"))
            Stop = stop
        }

    match given.TryGetResult Stage with
    | Some name -> trainOne place name
    | None when given.Contains Arguments.Gates -> measureGates place
    | None when given.Contains Ablation -> trainAblation place
    | None -> trainAll place

let parser = ArgumentParser.Create<Arguments>(programName = "diffucoder train")

[<EntryPoint>]
let main arguments =
    DiffuCoder.Ending.ofWork "finishing the step and saving; the same command goes on from there" "stopped" (fun stop ->
        let given = parser.Parse arguments

        if Job.Rank = 0 then
            printfn "%s" (Device.Describe())

        start stop given)
