/// What the runner is asked to do, from its command line.
module DiffuCoder.Notebooks.Settings

open System
open System.IO
open Argu
open DiffuCoder.Notebooks.Execution

[<HelpFlags("--help", "-h")>]
type Argument =
    | [<MainCommand>] Notebooks of names: string list
    | [<AltCommandLine "-o">] Output of directory: string
    | [<AltCommandLine "-j">] Jobs of count: int
    | Cell_Limit of seconds: int
    | Notebook_Limit of seconds: int
    | Pictures
    | Save
    | Check
    | [<Hidden>] In of folder: string

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Notebooks _ -> "notebooks: files, or how their names in notebooks/ begin, such as 03 (default: all in notebooks/)."
            | Output _ -> "directory of the executed notebooks and their pages (default: artifacts/notebooks)."
            | Jobs _ -> "notebooks run at once (default: one for each core, two at most)."
            | Cell_Limit _ -> "seconds that a cell may take (default: 600; 20 days where DIFFUCODER_MODE is full)."
            | Notebook_Limit _ -> "seconds that a notebook may take (default: 1200; 20 days where DIFFUCODER_MODE is full)."
            | Pictures -> "charts become still pictures, drawn by Chromium, as on a page without scripts."
            | Save -> "writes the outputs into the notebooks themselves, when all cells have passed; together with --pictures."
            | Check -> "runs nothing: only says whether the notebooks are well-formed."
            | In _ -> "runs one notebook in this process and this folder."

/// What is done with the notebooks.
[<RequireQualifiedAccess>]
type Task =
    /// Their form is checked.
    | Check
    /// Each is run in a process of its own.
    | Run
    /// The only one is run in this process, in this folder.
    | RunHere of folder: string

type Settings =
    {
        Task: Task
        /// Full paths.
        Notebooks: string list
        Output: string
        Jobs: int
        Limits: Limits
        /// Whether charts become still pictures.
        Pictures: bool
        /// Whether the notebooks themselves get the outputs.
        Save: bool
    }

let parser = ArgumentParser.Create<Argument>(programName = "DiffuCoder.Notebooks")

let private inRepository (parts: string list) =
    Path.Combine(Array.ofList (Tool.root.Value :: parts))

let private find (refuse: string -> string list) (name: string) =
    if File.Exists name then
        [ Path.GetFullPath name ]
    else
        match Directory.GetFiles(inRepository [ "notebooks" ], $"{name}*.ipynb") with
        | [||] -> refuse $"There is no notebook '{name}': neither a file nor one in notebooks/ whose name begins so."
        | found -> found |> Array.sort |> List.ofArray

/// Reads the command line; `ArguParseException` says what is wrong with it.
let parse (arguments: string[]) =
    let given = parser.Parse arguments
    let refuse (message: string) = given.Raise(message, showUsage = false)

    let atLeastOne (name: string) (value: int) =
        if value < 1 then
            refuse $"{name} is {value}; it must be at least 1."
        else
            value

    let seconds name (value: int) =
        value |> atLeastOne name |> float |> TimeSpan.FromSeconds

    let notebooks =
        given.GetResult(Notebooks, [ "" ])
        |> List.collect (find refuse)
        |> List.distinct

    // a full experiment says itself how long it will take, and nobody else can
    let limit seconds =
        if Environment.GetEnvironmentVariable "DIFFUCODER_MODE" = "full" then
            20 * 24 * 3600
        else
            seconds

    let save, pictures = given.Contains Save, given.Contains Pictures

    if save && not pictures then
        refuse "--save needs --pictures: what is kept in the repository has pictures, not scripts."

    {
        Task =
            match given.TryGetResult In with
            | Some folder -> Task.RunHere folder
            | None when given.Contains Check -> Task.Check
            | None -> Task.Run
        Notebooks = notebooks
        Output =
            given.GetResult(Output, inRepository [ "artifacts"; "notebooks" ])
            |> Path.GetFullPath
        Jobs = given.GetResult(Jobs, min 2 Environment.ProcessorCount) |> atLeastOne "--jobs"
        Limits =
            {
                Cell = given.GetResult(Cell_Limit, limit 600) |> seconds "--cell-limit"
                Notebook = given.GetResult(Notebook_Limit, limit 1200) |> seconds "--notebook-limit"
            }
        Pictures = pictures
        Save = save
    }
