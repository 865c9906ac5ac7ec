/// Running the SDK, and where the repository is.
module DiffuCoder.Notebooks.Tool

open System
open System.Diagnostics
open System.IO

/// What was asked for cannot be done; the message says how to mend it.
[<Sealed>]
type RunnerException(message: string) =
    inherit Exception(message)

let private output = DirectoryInfo(AppContext.BaseDirectory) // <root>/tests/<project>/bin/<configuration>/net10.0

/// The folder of the repository that this assembly was built in.
let root =
    lazy
        let rec above (folder: DirectoryInfo) =
            match folder with
            | null -> raise (RunnerException $"{output.FullName} does not lie in the repository.")
            | folder when File.Exists(Path.Combine(folder.FullName, "DiffuCoder.Kit.sln")) -> folder.FullName
            | folder -> above folder.Parent

        above output

/// The configuration that this assembly was built in.
let configuration = output.Parent.Name

/// How a program is started: without the variables that the test runner and MSBuild leave for their own children.
let startProgram (program: string) (folder: string) (variables: (string * string) list) (arguments: string list) =
    let info =
        ProcessStartInfo(program, arguments, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true)

    for name in List.ofSeq info.Environment.Keys do
        if
            name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith "TESTINGPLATFORM"
        then
            info.Environment.Remove name |> ignore

    for name, value in ("MSBUILDDISABLENODEREUSE", "1") :: variables do
        info.Environment[name] <- value

    Process.Start info

/// How the SDK is started.
let start = startProgram "dotnet"

/// How a process ended.
type Ending =
    {
        /// `None` when it was ended after its time.
        ExitCode: int option
        Output: string
        Errors: string
    }

/// Waits for a process and ends it, with all that it started, after its time.
let wait (limit: TimeSpan) (running: Process) =
    let errors = running.StandardError.ReadToEndAsync()
    let printed = running.StandardOutput.ReadToEndAsync()
    let inTime = running.WaitForExit limit

    if not inTime then
        running.Kill(entireProcessTree = true)

    {
        ExitCode = if inTime then Some running.ExitCode else None
        Output = printed.Result
        Errors = errors.Result
    }

/// What a command of the SDK printed; `RunnerException` when it failed or took longer than four minutes.
let dotnet folder variables arguments =
    use running = start folder variables arguments

    match wait (TimeSpan.FromMinutes 4.) running with
    | { ExitCode = Some 0 } as ending -> ending.Output
    | { ExitCode = None } -> raise (RunnerException $"dotnet {List.head arguments} did not end within four minutes.")
    | ending -> raise (RunnerException $"dotnet {List.head arguments} failed:\n{ending.Output}\n{ending.Errors}")
