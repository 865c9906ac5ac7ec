/// Evaluates cells one after the other in one F# session, as the kernel of .NET Interactive does.
module DiffuCoder.Notebooks.Session

open System
open System.IO
open System.Reflection
open System.Text.RegularExpressions
open System.Threading
open FSharp.Compiler.Diagnostics
open FSharp.Compiler.Interactive.Shell
open Microsoft.DotNet.Interactive.Formatting
open DiffuCoder.Notebooks.NotebookDocument

/// Why a cell did not come to its end: the kind of error, the line of the cell where one is known, and the message.
type Failure =
    {
        Kind: string
        Line: int option
        Message: string
    }

/// How a cell ended.
type Ending =
    /// With a value other than unit, or without.
    | Finished of value: obj option * warnings: string list
    | Failed of Failure

/// The kernel's own switches, but for `multiemit` and `debug`: with these the frames of an exception carry cell and line.
let private switches =
    [|
        "fsi"
        "--noninteractive"
        "--quiet"
        "--targetprofile:netcore"
        "--langversion:preview"
        "--usesdkrefs-"
        "--optimize+"
        "--multiemit+"
        "--debug+"
    |]

/// What the kernel has referenced and opened.
let private prelude =
    [
        for kind in
            [
                typeof<Microsoft.AspNetCore.Html.IHtmlContent>
                typeof<Formatter>
                typeof<KernelExtensions>
            ] -> $"#r @\"{kind.Assembly.Location}\""
        for name in
            [
                "System"
                "System.IO"
                "System.Text"
                "Microsoft.DotNet.Interactive.Formatting"
                "DiffuCoder.Notebooks"
            ] -> $"open {name}"
    ]
    |> String.concat "\n"

/// The name under which a cell is compiled, so that it finds files beside the notebook.
let private scriptName folder (cell: Cell) =
    Path.Combine(folder, $"cell{cell.Number}.fsx")

/// A session in a folder.
type Session =
    {
        Fsi: FsiEvaluationSession
        Folder: string
    }

/// Starts a session.
let start (folder: string) : Session =
    let unseen = TextWriter.Null

    let fsi =
        FsiEvaluationSession.Create(
            FsiEvaluationSession.GetDefaultConfiguration(),
            switches,
            TextReader.Null,
            unseen,
            unseen,
            collectible = false
        )

    match fsi.EvalInteractionNonThrowing prelude with
    | Choice1Of2 _, _ -> { Fsi = fsi; Folder = folder }
    | Choice2Of2 _, problems ->
        let problems = problems |> Seq.map string |> String.concat "\n"
        raise (Tool.RunnerException $"The F# session does not start:\n{problems}")

let rec private cause (error: exn) =
    match error with
    | :? TargetInvocationException
    | :? TypeInitializationException
    | :? AggregateException when not (isNull error.InnerException) -> cause error.InnerException
    | _ -> error

/// The line of this cell that an exception came through; the innermost one when there are several.
let private lineOf (cell: Cell) (error: exn) =
    let frame = Regex.Match(error.ToString(), $@"\bcell{cell.Number}\.fsx:line (\d+)")

    if frame.Success then
        Some(int frame.Groups[1].Value)
    else
        None

let private isIn (cell: Cell) (diagnostic: FSharpDiagnostic) =
    Path.GetFileName diagnostic.FileName = $"cell{cell.Number}.fsx"

let private describe (cell: Cell) (diagnostic: FSharpDiagnostic) =
    let place =
        if isIn cell diagnostic then
            $"line {diagnostic.StartLine}"
        else
            $"{Path.GetFileName diagnostic.FileName}, line {diagnostic.StartLine}"

    $"{place}: {diagnostic.Severity.ToString().ToLowerInvariant()} FS%04d{diagnostic.ErrorNumber}: {diagnostic.Message}"

let private ofDiagnostics cell (errors: FSharpDiagnostic list) =
    {
        Kind = "Error"
        Line =
            errors
            |> List.filter (isIn cell)
            |> List.tryHead
            |> Option.map (fun error -> max 1 error.StartLine)
        Message = errors |> List.map (describe cell) |> String.concat "\n"
    }

let private ofException cell (error: exn) =
    let error = cause error

    {
        Kind = error.GetType().Name
        Line = lineOf cell error
        Message = error.Message
    }

/// The kernel's lines that begin with `#!` are not F#.
let private magic (cell: Cell) =
    cell.Source.Split '\n'
    |> Array.tryFindIndex (fun line -> line.StartsWith "#!" && line.TrimEnd() <> "#!fsharp")
    |> Option.map (fun index ->
        {
            Kind = "Error"
            Line = Some(index + 1)
            Message = "Commands of the kernel are not run here; say it in F#."
        })

let private ending cell (outcome: Choice<FsiValue option, exn>) (diagnostics: FSharpDiagnostic[]) =
    let ofSeverity severity =
        diagnostics
        |> Seq.filter (fun diagnostic -> diagnostic.Severity = severity)
        |> List.ofSeq

    let warnings =
        ofSeverity FSharpDiagnosticSeverity.Warning |> List.map (describe cell)

    match ofSeverity FSharpDiagnosticSeverity.Error, outcome with
    | first :: others, _ -> Failed(ofDiagnostics cell (first :: others))
    | [], Choice2Of2 error -> Failed(ofException cell error)
    | [], Choice1Of2(Some value) when value.ReflectionType <> typeof<unit> -> Finished(Some value.ReflectionValue, warnings)
    | [], Choice1Of2 _ -> Finished(None, warnings)

/// Evaluates a cell. One that does not end within the limit is left running: nothing more can be done in this process.
let evaluate (session: Session) (limit: TimeSpan) (cell: Cell) : Ending =
    match magic cell with
    | Some failure -> Failed failure
    | None ->
        let code = cell.Source.Replace("#!fsharp", "")
        let mutable ended = None

        let work () =
            ended <- Some(session.Fsi.EvalInteractionNonThrowing(code, scriptName session.Folder cell))

        // recursion in cells is deep, and so is the compiler's
        let thread = Thread(work, 64 * 1024 * 1024, IsBackground = true)
        thread.Start()

        if thread.Join limit then
            ended.Value ||> ending cell
        else
            Failed
                {
                    Kind = "Timeout"
                    Line = None
                    Message = $"The cell did not end within {limit.TotalSeconds:F0} s, its own limit or what was left of the notebook's."
                }
