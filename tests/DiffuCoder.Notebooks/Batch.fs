/// Runs notebooks, each in a process of its own.
module DiffuCoder.Notebooks.Batch

open System
open System.Diagnostics
open System.IO
open DiffuCoder.Notebooks.Settings

/// How a notebook went.
type Outcome =
    {
        Name: string
        Elapsed: TimeSpan
        /// Why it failed.
        Problem: string option
    }

let private scriptsBeside (notebook: string) =
    Directory.GetFiles(Path.GetDirectoryName notebook, "*.fsx")

/// The packages that scripts beside the notebooks ask for, where any does.
let private packages (settings: Settings) =
    if
        settings.Notebooks
        |> Seq.collect scriptsBeside
        |> Seq.exists (File.ReadAllText >> Packages.isAskedForBy)
    then
        Some(Packages.current (Path.Combine(Tool.root.Value, "artifacts", "notebook-packages")))
    else
        None

/// The files of the folder of data beside a notebook, by their places below the notebook's own folder.
let private dataBeside (notebook: string) =
    let beside = Path.GetDirectoryName notebook
    let data = Path.Combine(beside, "data")

    if Directory.Exists data then
        [
            for file in Directory.GetFiles(data, "*", SearchOption.AllDirectories) -> Path.GetRelativePath(beside, file)
        ]
    else
        []

/// A folder to run a notebook in: the scripts beside it, which reference the kit as it was built just now, and the data.
let private workFolder (packed: Packages.Packed option) parent (notebook: string) =
    let folder = Path.Combine(parent, Path.GetFileNameWithoutExtension notebook)
    Directory.CreateDirectory folder |> ignore

    for file in dataBeside notebook do
        let copy = Path.Combine(folder, file)
        Directory.CreateDirectory(Path.GetDirectoryName copy) |> ignore
        File.Copy(Path.Combine(Path.GetDirectoryName notebook, file), copy)

    for script in scriptsBeside notebook do
        let pin = packed |> Option.map Packages.pin |> Option.defaultValue id
        File.WriteAllText(Path.Combine(folder, Path.GetFileName script), pin (File.ReadAllText script))

    folder

let private variable name =
    Environment.GetEnvironmentVariable name
    |> Option.ofObj
    |> Option.filter ((<>) "")

/// What a full experiment reads, as seen from the folder that the notebook runs in; what it keeps stays when that folder goes.
let private experiment =
    [
        for name in [ "DIFFUCODER_MODELS"; "DIFFUCODER_DATA"; "DIFFUCODER_RUNS" ] do
            match variable name with
            | Some folder -> name, Path.GetFullPath folder
            | None when name = "DIFFUCODER_RUNS" -> name, Path.Combine(Tool.root.Value, "artifacts", "runs")
            | None -> ()
    ]

let private variables (settings: Settings) packed =
    [
        yield! experiment
        yield! packed |> Option.map Packages.variables |> Option.defaultValue []
        "DOTNET_CLI_UI_LANGUAGE", "en"
        // F# Interactive brings the FSharp.Core of its own SDK, whatever packages ask for: no news to the reader of a notebook
        "NoWarn", "NU1603;NU1605;NU1608;NU1701"
        // several processes with as many threads as there are cores would wait for each other
        "OMP_NUM_THREADS", string (max 1 (Environment.ProcessorCount / settings.Jobs))

        if settings.Pictures then
            "DIFFUCODER_PICTURES", "1"
    ]

/// Has the packages unpacked before several processes ask for them at once and get in each other's way.
let private unpack settings packed parent =
    match packed, settings.Notebooks with
    | Some version, notebook :: _ when not (Packages.isUnpacked version) ->
        let folder = workFolder packed (Path.Combine(parent, "unpacking")) notebook

        for script in Directory.GetFiles(folder, "*.fsx") do
            Tool.dotnet folder (variables settings packed) [ "fsi"; "--quiet"; "--exec"; script ]
            |> ignore
    | _ -> ()

/// A child ends by itself at its limits; this much later it is ended from outside.
let private grace = TimeSpan.FromSeconds 60.

let private runOne (settings: Settings) packed parent (notebook: string) =
    let clock = Stopwatch.StartNew()
    let seconds (limit: TimeSpan) = string (int limit.TotalSeconds)

    use running =
        Tool.start
            Tool.root.Value
            (variables settings packed)
            [
                typeof<Settings>.Assembly.Location
                notebook
                "--in"
                workFolder packed parent notebook
                "--output"
                settings.Output
                "--cell-limit"
                seconds settings.Limits.Cell
                "--notebook-limit"
                seconds settings.Limits.Notebook
            ]

    let problem =
        match Tool.wait (settings.Limits.Notebook + grace) running with
        | { ExitCode = Some 0 } -> None
        | { ExitCode = None } -> Some $"It did not end within {settings.Limits.Notebook.TotalSeconds:F0} s and was ended."
        | ending -> Some((ending.Output + ending.Errors).Trim())

    {
        Name = Path.GetFileNameWithoutExtension notebook
        Elapsed = clock.Elapsed
        Problem = problem
    }

let private report (outcome: Outcome) =
    let word = if outcome.Problem.IsNone then "passed" else "FAILED"

    let line =
        FormattableString.Invariant $"{word}  {outcome.Name}  {outcome.Elapsed.TotalSeconds:F1} s"

    match outcome.Problem with
    | None -> line
    | Some problem -> line + "\n    " + problem.ReplaceLineEndings "\n    "

/// Runs all notebooks, telling how each went as soon as it has ended.
let run (settings: Settings) (tell: string -> unit) : Outcome list =
    let packed = packages settings
    let parent = Directory.CreateTempSubdirectory("diffucoder-notebooks-").FullName
    let gate = obj ()

    let one notebook =
        async {
            let outcome = runOne settings packed parent notebook
            lock gate (fun () -> tell (report outcome))
            return outcome
        }

    try
        unpack settings packed parent

        Async.Parallel(List.map one settings.Notebooks, settings.Jobs)
        |> Async.RunSynchronously
        |> List.ofArray
    finally
        Directory.Delete(parent, true)
