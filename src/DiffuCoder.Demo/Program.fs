module DiffuCoder.Demo.Program

open System
open System.Threading
open Spectre.Console
open DiffuCoder
open DiffuCoder.Demo.Settings

let private load (settings: Settings) =
    match settings.Source with
    | Tiny stage -> Model.tinyWith settings.Load stage
    | Directory directory -> Model.loadWith settings.Load directory

let private canDraw (console: IAnsiConsole) =
    not Console.IsOutputRedirected
    && console.Profile.Capabilities.Ansi
    && console.Profile.Capabilities.Interactive
    && console.Profile.Capabilities.Unicode

let private show (stop: CancellationToken) (settings: Settings) =
    let console = AnsiConsole.Console
    Option.iter Device.setThreads settings.Threads
    use model = load settings

    let trajectory =
        if canDraw console then
            LiveRun.run console stop settings model
        else
            PlainRun.run Console.WriteLine stop settings model

    for file in Option.toList settings.Save do
        Trajectory.save file trajectory
        Console.WriteLine $"saved to {file}"

[<EntryPoint>]
let main arguments =
    Ending.ofWork "stopping after this step" "stopped" (fun stop ->
        parse arguments |> show stop
        0)
