module DiffuCoder.Notebooks.Program

open System
open System.IO
open Argu
open DiffuCoder.Notebooks.NotebookDocument
open DiffuCoder.Notebooks.Settings

let private check (settings: Settings) =
    for notebook in settings.Notebooks do
        read notebook |> ignore

    printfn $"{settings.Notebooks.Length} notebooks are well-formed."
    0

let private runHere (settings: Settings) folder =
    let executed =
        settings.Notebooks
        |> List.exactlyOne
        |> read
        |> Execution.execute folder settings.Limits

    let write (extension: string) (text: string) =
        File.WriteAllText(Path.Combine(settings.Output, executed.Document.Name + extension), text)

    Directory.CreateDirectory settings.Output |> ignore
    write ".ipynb" (toText executed.Document)
    write ".html" (Page.ofDocument executed.Document)

    match executed.Problem with
    | None -> 0
    | Some problem ->
        printfn $"{problem}"
        1

/// A notebook that is kept has its outputs, as this run left them.
let private save (settings: Settings) (outcomes: Batch.Outcome list) =
    for notebook, outcome in List.zip settings.Notebooks outcomes do
        if outcome.Problem.IsNone then
            File.Copy(Path.Combine(settings.Output, outcome.Name + ".ipynb"), notebook, overwrite = true)

let private run (settings: Settings) =
    let outcomes = Batch.run settings Console.Out.WriteLine
    let failed, passed = outcomes |> List.partition _.Problem.IsSome

    if settings.Save then
        save settings outcomes

    printfn $"The executed notebooks and their pages are in {settings.Output}."
    printfn $"{passed.Length} passed, {failed.Length} failed"
    if failed.IsEmpty then 0 else 1

/// Exit codes: 0 all passed, 1 a notebook failed or cannot be run, 2 the command line is wrong.
[<EntryPoint>]
let main arguments =
    try
        let settings = parse arguments

        match settings.Task with
        | Task.Check -> check settings
        // a cell that is still running keeps no process alive
        | Task.RunHere folder -> exit (runHere settings folder)
        | Task.Run -> run settings
    with
    | :? ArguParseException as problem when problem.ErrorCode = ErrorCode.HelpText ->
        Console.WriteLine problem.Message
        0
    | :? ArguParseException as problem ->
        Console.Error.WriteLine problem.Message
        2
    | :? Tool.RunnerException
    | :? IOException
    | :? UnauthorizedAccessException as problem ->
        Console.Error.WriteLine problem.Message
        1
