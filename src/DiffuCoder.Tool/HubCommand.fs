/// Downloads from a hub on the command line, with a bar where there is a terminal.
module DiffuCoder.Tool.HubCommand

open System
open System.IO
open System.Threading
open Argu
open Spectre.Console
open DiffuCoder

[<HelpFlags("--help", "-h")>]
type Arguments =
    | [<MainCommand; ExactlyOnce>] Name of repository: string
    | File of path: string

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Name _ -> "owner/name or owner/name@revision."
            | File _ -> "a file of the data set of that name, in place of a model; may be repeated."

/// Downloads and gives the paths of what is there then.
let private fetch (watch: HubProgress -> unit) (stop: CancellationToken) (given: ParseResults<Arguments>) =
    let settings = HubSettings.FromEnvironment()
    let name = given.GetResult Name

    match given.GetResults File with
    | [] -> [ Hub.downloadWith watch stop settings name ]
    | files -> files |> List.map (Hub.datasetFileWith watch stop settings name)

let private withBar (stop: CancellationToken) (given: ParseResults<Arguments>) =
    let columns: ProgressColumn[] =
        [|
            TaskDescriptionColumn()
            ProgressBarColumn()
            PercentageColumn()
            DownloadedColumn()
            TransferSpeedColumn()
            RemainingTimeColumn()
        |]

    AnsiConsole
        .Progress()
        .Columns(columns)
        .Start(fun context ->
            let bar = context.AddTask(Markup.Escape(given.GetResult Name))

            let watch (progress: HubProgress) =
                match Option.ofObj progress.Remark with
                | Some remark -> AnsiConsole.MarkupLineInterpolated $"{remark}"
                | None ->
                    bar.MaxValue <- float (max 1L progress.Total)
                    bar.Value <- float progress.Bytes

            fetch watch stop given)

let private withLines stop given =
    let clock = Diagnostics.Stopwatch.StartNew()

    let watch (progress: HubProgress) =
        if not (isNull progress.Remark) || clock.Elapsed.TotalSeconds > 5.0 then
            clock.Restart()
            Console.Error.WriteLine(Hub.line progress)

    fetch watch stop given

/// Exit codes: 0 done, 1 it cannot be done, 2 the command line is wrong, 130 stopped by Ctrl+C.
let main (arguments: string[]) =
    use stop = new CancellationTokenSource()

    Console.CancelKeyPress.Add(fun pressed ->
        pressed.Cancel <- true
        stop.Cancel())

    try
        let given =
            ArgumentParser.Create<Arguments>(programName = "diffucoder hub").ParseCommandLine(arguments, raiseOnUsage = true)

        let get =
            if Console.IsErrorRedirected || Console.IsOutputRedirected then
                withLines
            else
                withBar

        get stop.Token given |> List.iter Console.WriteLine
        0
    with
    | :? ArguParseException as problem when problem.ErrorCode = ErrorCode.HelpText ->
        Console.WriteLine problem.Message
        0
    | :? ArguParseException as problem ->
        Console.Error.WriteLine problem.Message
        2
    | :? OperationCanceledException ->
        Console.Error.WriteLine "stopped; the same command goes on from here"
        130
    | :? DiffuCoder.Hub.HubException
    | :? DiffuCoder.Checkpoints.CheckpointException
    | :? IOException
    | :? UnauthorizedAccessException as problem ->
        Console.Error.WriteLine problem.Message
        1
