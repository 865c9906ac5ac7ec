/// Programs that the build runs, and how it ends when it cannot go on.
module Shell

open System.Diagnostics
open System.IO

let root = Path.GetDirectoryName __SOURCE_DIRECTORY__

/// Ends the build with a line that says what is wrong and how to mend it.
exception Stop of message: string

let stop message = raise (Stop message)

/// Runs a program in a folder and gives its exit code. Its output goes to the terminal, or line by line to `read`.
let startProgram (name: string) (folder: string) (read: (string -> unit) option) (arguments: string list) =
    let info = ProcessStartInfo(name, arguments, WorkingDirectory = folder)
    info.RedirectStandardOutput <- read.IsSome
    use running = Process.Start info

    let lines =
        Seq.initInfinite (fun _ -> running.StandardOutput.ReadLine())
        |> Seq.takeWhile (isNull >> not)

    read |> Option.iter (fun each -> Seq.iter each lines)
    running.WaitForExit()
    running.ExitCode

let start = startProgram "dotnet"

let words (command: string) = List.ofArray (command.Split ' ')

/// The exit code of a command and what it printed, unseen.
let ask command =
    let lines = ResizeArray<string>()
    let code = start root (Some lines.Add) (words command)
    code, List.ofSeq lines

/// Runs a command of the SDK in the repository; the build ends when it fails.
let dotnet command =
    printfn "> dotnet %s" command
    let code = start root None (words command)

    if code <> 0 then
        stop $"'dotnet {command}' failed with exit code {code}."
