module DiffuCoder.Tiny.Trainer.Program

open System
open System.IO
open System.Threading
open Argu
open DiffuCoder.Checkpoints
open DiffuCoder.Data
open DiffuCoder.Runtime
open DiffuCoder.Sandbox
open DiffuCoder.Training
open DiffuCoder.Training.Pipelines

type Arguments =
    | [<AltCommandLine "-s">] Stage of string
    | Start of string
    | Family of string
    | Runs of string
    | Ablation
    | No_Estimate

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Stage _ -> "train this stage only: ar, base, instruct-short, instruct or cpgrpo (default: all, in order)."
            | Start _ -> "checkpoint that --stage or --ablation starts from (default: the family's own)."
            | Family _ -> "directory of the checkpoints (default: runs/tiny/family)."
            | Runs _ -> "directory of the rows and of the resumable runs (default: runs/tiny)."
            | Ablation -> "train the variants of coupled-GRPO, three seeds each, from instruct."
            | No_Estimate -> "do not work out beforehand how long it will take."

/// Updates of the last stage, and of each run of the ablation.
[<Literal>]
let private Updates = 200L

[<Literal>]
let private AblationUpdates = 60L

/// The stage of reinforcement learning.
[<Literal>]
let private Last = "cpgrpo"

let private lastStage sandbox (length: Stages.Length) =
    Reinforcement.stage sandbox Last None Reinforcement.coupled (length Updates) 5L

let private family runs sandbox (length: Stages.Length) =
    Stages.all length runs @ [ lastStage sandbox length ]

/// The runs of the ablation, seeds side by side, so that whole comparisons are there early.
let private ablation origin sandbox =
    [
        for seed in 1L .. 3L do
            for variant in Reinforcement.variants ->
                Reinforcement.stage sandbox $"{variant.Name}-{seed}" (Some origin) variant AblationUpdates seed
    ]

let private readable (time: TimeSpan) =
    if time.TotalHours >= 1.0 then
        $"{int time.TotalHours} h {time.Minutes} min"
    else
        $"{Math.Max(1, int time.TotalMinutes)} min"

let private estimate stages =
    printfn "timing a few steps of every stage"
    let durations = Estimate.durations stages

    for name, time in durations do
        printfn $"{name, -16} {readable time}"

    printfn $"together         {durations |> List.map snd |> List.reduce (+) |> readable} at most, less what is done already"

let private run (pipeline: Pipeline) =
    use stop = new CancellationTokenSource()

    Console.CancelKeyPress.Add(fun pressed ->
        pressed.Cancel <- true
        printfn "finishing the step and saving; the same command goes on from there"
        stop.Cancel())

    let listener =
        { new IProgress<_> with
            member _.Report line = printfn $"{line}"
        }

    if pipeline.Run(listener, stop.Token).Finished then
        0
    else
        130

let private trainAblation (given: ParseResults<Arguments>) runs directory =
    use sandbox = PythonSandbox.Start()
    let origin = given.GetResult(Start, Path.Combine(directory, "instruct"))
    let stages = ablation origin sandbox
    run (Pipeline(Directory = Path.Combine(runs, "ablation"), Stages = List.toArray stages))

let private trainAll (given: ParseResults<Arguments>) runs directory =
    use sandbox = PythonSandbox.Start()
    let all = family runs sandbox

    if not (given.Contains No_Estimate) then
        estimate all

    run (Pipeline(Directory = directory, Runs = runs, Stages = List.toArray (all id)))

let private trainOne (given: ParseResults<Arguments>) runs directory name =
    let rowStages = Stages.all id runs
    let names = [ for stage in rowStages -> stage.Name ] @ [ Last ]

    match List.tryFindIndex ((=) name) names with
    | None ->
        eprintfn $"""There is no stage {name}; there are {String.concat ", " names}."""
        2
    | Some place ->
        let before =
            names
            |> List.tryItem (place - 1)
            |> Option.map (fun name -> Path.Combine(directory, name))

        let origin = given.TryGetResult Start |> Option.orElse before |> Option.toObj

        let train stage =
            run (Pipeline(Directory = directory, Runs = runs, Start = origin, Stages = [| stage |]))

        match List.tryItem place rowStages with
        | Some stage -> train stage
        | None ->
            // only this stage runs what the model writes
            use sandbox = PythonSandbox.Start()
            train (lastStage sandbox id)

let private start (given: ParseResults<Arguments>) =
    let runs = given.GetResult(Runs, Path.Combine("runs", "tiny"))
    let directory = given.GetResult(Family, Path.Combine(runs, "family"))

    match given.TryGetResult Stage with
    | Some name -> trainOne given runs directory name
    | None when given.Contains Ablation -> trainAblation given runs directory
    | None -> trainAll given runs directory

[<EntryPoint>]
let main arguments =
    let parser =
        ArgumentParser.Create<Arguments>(programName = "DiffuCoder.Tiny.Trainer")

    try
        let given = parser.Parse arguments
        printfn "%s" (Device.Describe())
        start given
    with
    | :? ArguParseException as problem ->
        eprintfn "%s" problem.Message
        2
    | :? TrainingException
    | :? CheckpointException
    | :? DataException
    | :? SandboxException as problem ->
        eprintfn "%s" problem.Message
        1
