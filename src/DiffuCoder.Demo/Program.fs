module DiffuCoder.Demo.Program

open System
open System.IO
open System.Threading
open Argu
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

/// Exit codes: 0 done, 1 it cannot be done, 2 the command line is wrong, 130 stopped by Ctrl+C.
[<EntryPoint>]
let main arguments =
    use stop = new CancellationTokenSource()

    Console.CancelKeyPress.Add(fun pressed ->
        pressed.Cancel <- true
        stop.Cancel())

    try
        parse arguments |> show stop.Token
        0
    with
    | :? ArguParseException as problem when problem.ErrorCode = ErrorCode.HelpText ->
        Console.WriteLine problem.Message
        0
    | :? ArguParseException as problem ->
        Console.Error.WriteLine problem.Message
        2
    | :? OperationCanceledException ->
        Console.Error.WriteLine "stopped"
        130
    | :? DiffuCoder.Hub.HubException
    | :? DiffuCoder.Checkpoints.CheckpointException
    | :? DiffuCoder.Tokenization.TokenizerException
    | :? DiffuCoder.Models.ModelException
    | :? DiffuCoder.Sampling.SamplerException
    | :? DiffuCoder.Runtime.DeviceException
    | :? IOException
    | :? UnauthorizedAccessException as problem ->
        Console.Error.WriteLine problem.Message
        1
