module DiffuCoder.Tiny.Trainer.Program

open System
open System.Threading
open Argu
open DiffuCoder.Runtime

type Arguments =
    | [<AltCommandLine "-s">] Stage of string
    | Family of string
    | Runs of string

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Stage _ -> "train this stage only: ar, base or instruct (default: all, in order)."
            | Family _ -> "directory of the checkpoints (default: src/DiffuCoder.Tiny/Checkpoints)."
            | Runs _ -> "directory of resumable runs (default: runs/tiny)."

[<EntryPoint>]
let main arguments =
    let parser =
        ArgumentParser.Create<Arguments>(programName = "DiffuCoder.Tiny.Trainer")

    try
        let given = parser.Parse arguments
        use stop = new CancellationTokenSource()

        Console.CancelKeyPress.Add(fun pressed ->
            pressed.Cancel <- true
            printfn "finishing the step and saving; run again to go on"
            stop.Cancel())

        let family = given.GetResult(Family, "src/DiffuCoder.Tiny/Checkpoints")
        let runs = given.GetResult(Runs, "runs/tiny")
        printfn "%s" (Device.Describe())

        let stages =
            match given.TryGetResult Stage with
            | None -> Stages.all
            | Some name ->
                match Stages.find name with
                | Some stage -> [ stage ]
                | None -> failwith $"There is no stage {name}; there are ar, base and instruct."

        let finished =
            stages |> List.forall (Training.run family runs (printfn "%O") stop.Token)

        if finished then 0 else 130
    with :? ArguParseException as problem ->
        eprintfn "%s" problem.Message
        2
