/// Runs a notebook's cells in this process, to the end or to the first error.
module DiffuCoder.Notebooks.Execution

open System
open System.Diagnostics
open System.Text.Json.Nodes
open DiffuCoder.Notebooks.Capture
open DiffuCoder.Notebooks.NotebookDocument
open DiffuCoder.Notebooks.Output
open DiffuCoder.Notebooks.Session

/// How long may be taken.
type Limits = { Cell: TimeSpan; Notebook: TimeSpan }

/// The executed notebook; where and why it ended early, for people.
type Executed =
    {
        Document: NotebookDocument
        Problem: string option
    }

let private problem (document: NotebookDocument) (cell: Cell) (failure: Failure) =
    let source = cell.Source.Split '\n'

    let place, quoted =
        match failure.Line with
        | Some line ->
            $", line {line}",
            source
            |> Array.tryItem (line - 1)
            |> Option.map (fun text -> "\n    " + text.Trim())
        | None -> "", None

    $"{document.Name}.ipynb, cell {cell.Number}{place}: {failure.Kind}: {failure.Message}{Option.defaultValue String.Empty quoted}"

/// What a code cell left, in the order of the code cells.
type private Run =
    {
        Outputs: Output list
        Problem: string option
    }

let private run session (capture: Capture) limits (clock: Stopwatch) document (cell: Cell) =
    let left = limits.Notebook - clock.Elapsed
    let limit = min limits.Cell (max TimeSpan.Zero left)

    // formatting runs the cell's code too, where a value is lazy
    let ending =
        during capture (fun () ->
            match evaluate session limit cell with
            | Finished(Some value, warnings) ->
                try
                    capture.Add(Result(Shown.bundle value))
                    Choice1Of2 warnings
                with error ->
                    Choice2Of2
                        {
                            Kind = error.GetType().Name
                            Line = None
                            Message = $"The value of the cell cannot be shown: {error.Message}"
                        }
            | Finished(None, warnings) -> Choice1Of2 warnings
            | Failed failure -> Choice2Of2 failure)

    match ending with
    | Choice1Of2 warnings ->
        {
            Outputs = capture.Take() @ [ for warning in warnings -> Stream("stderr", warning + "\n") ]
            Problem = None
        }
    | Choice2Of2 failure ->
        let problem = problem document cell failure

        {
            Outputs = capture.Take() @ [ Error(failure.Kind, problem) ]
            Problem = Some problem
        }

let private runAll (folder: string) limits document =
    let capture = Capture()
    let clock = Stopwatch.StartNew()
    Shown.prepare ()
    Shown.receive <- fun bundle -> capture.Add(Display bundle)
    let session = start folder

    let rec from runs rest =
        match rest with
        | [] -> List.rev runs
        | cell :: rest ->
            match run session capture limits clock document cell with
            | { Problem = Some _ } as last -> List.rev (last :: runs)
            | finished -> from (finished :: runs) rest

    cells document |> List.filter _.IsCode |> from []

/// Executes a notebook in a folder. Cells behind an error have no outputs.
let execute (folder: string) (limits: Limits) (document: NotebookDocument) : Executed =
    Environment.CurrentDirectory <- folder
    let runs = runAll folder limits document

    let fill index (cell: JsonObject) =
        match List.tryItem index runs with
        | Some run ->
            cell["execution_count"] <- JsonValue.Create(index + 1)

            cell["outputs"] <-
                run.Outputs
                |> List.map (fun output -> toJson (index + 1) output :> JsonNode)
                |> Array.ofList
                |> JsonArray
        | None ->
            cell["execution_count"] <- null
            cell["outputs"] <- JsonArray()

    {
        Document = mapCode fill document
        Problem = runs |> List.tryLast |> Option.bind _.Problem
    }
