/// Downloads from a hub on the command line, with a bar where there is a terminal.
module DiffuCoder.Tool.HubCommand

open System
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

let parser = ArgumentParser.Create<Arguments>(programName = "diffucoder hub")

let main (arguments: string[]) =
    Ending.ofWork "stopping" "stopped; the same command goes on from here" (fun stop ->
        let given = parser.ParseCommandLine(arguments, raiseOnUsage = true)

        let get =
            if Console.IsErrorRedirected || Console.IsOutputRedirected then
                fetch (Hub.lines Console.Error.WriteLine)
            else
                withBar

        get stop given |> List.iter Console.WriteLine
        0)
