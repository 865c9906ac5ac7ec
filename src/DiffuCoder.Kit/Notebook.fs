namespace DiffuCoder

open System
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open Plotly.NET

/// What must hold in every run did not: the program or the notebook is wrong.
[<Sealed>]
type NotebookCheckException(message: string) =
    inherit Exception(message)

/// <summary>
/// What every notebook needs: values shown as they should be, tables, checks of the program, and findings with their numbers.
/// </summary>
/// <example><code lang="fsharp">
/// Notebook.init ()
/// Notebook.table [ "k"; "pass@k" ] [ [ "1"; "0.61" ]; [ "10"; "0.68" ] ]
/// Notebook.check "the same options and seed write the same answer" "47 tokens, twice" true
/// Notebook.finding "ten answers solve more tasks than one" "0.68 (0.53 to 0.83) against 0.61 (0.51 to 0.70), n = 40" false
/// </code></example>
[<RequireQualifiedAccess>]
module Notebook =

    /// The library of .NET Interactive that shows values, where a kernel or a
    /// runner has loaded it. Not referenced: scripts and programs do without.
    let private formatter () =
        AppDomain.CurrentDomain.GetAssemblies()
        |> Seq.tryFind (fun assembly -> assembly.GetName().Name = "Microsoft.DotNet.Interactive.Formatting")
        |> Option.bind (fun assembly ->
            assembly.GetType "Microsoft.DotNet.Interactive.Formatting.Formatter"
            |> Option.ofObj)

    let private invoke (formatter: Type) (name: string) (arguments: (Type * objnull) list) =
        match formatter.GetMethod(name, [| for kind, _ in arguments -> kind |]) with
        | null -> raise (MissingMethodException(formatter.FullName, name))
        | found -> found.Invoke(null, [| for _, value in arguments -> value |]) |> ignore

    let private showAny (formatter: Type) (forms: (string * (obj -> string)) list) (kind: Type) =
        for mimeType, write in forms do
            let formatted =
                Action<obj, TextWriter>(fun value writer -> writer.Write(write value))

            invoke
                formatter
                "Register"
                [
                    typeof<Type>, box kind
                    typeof<Action<obj, TextWriter>>, box formatted
                    typeof<string>, box mimeType
                ]

        invoke
            formatter
            "SetPreferredMimeTypesFor"
            [
                typeof<Type>, box kind
                typeof<string[]>, box [| for mimeType, _ in forms -> mimeType |]
            ]

    let private show<'value> (formatter: Type) (forms: (string * ('value -> string)) list) =
        showAny formatter [ for mimeType, write in forms -> mimeType, unbox<'value> >> write ] typeof<'value>

    /// What a chart says of itself where it cannot be drawn.
    let private titleOf (chart: GenericChart) =
        use figure = JsonDocument.Parse(GenericChart.toFigureJson chart)

        match figure.RootElement.GetProperty("layout").TryGetProperty "title" with
        | true, title ->
            "chart: "
            + Regex.Replace(title.GetProperty("text").GetString() |> string, "<[^>]*>", "")
        | _ -> "chart"

    let private playerAsText (_: Player) =
        "a film of the generation, which plays when the notebook is run"

    /// The run of a cell that is going on in a kernel; none where cells are run otherwise.
    let private currentRun () : objnull =
        AppDomain.CurrentDomain.GetAssemblies()
        |> Seq.tryFind (fun assembly -> assembly.GetName().Name = "Microsoft.DotNet.Interactive")
        |> Option.bind (fun assembly ->
            assembly.GetType "Microsoft.DotNet.Interactive.KernelInvocationContext"
            |> Option.ofObj)
        |> Option.bind (fun context -> context.GetProperty "Current" |> Option.ofObj)
        |> Option.map (fun current -> current.GetValue null)
        |> Option.toObj

    /// Charts draw themselves. The first one of each cell brings plotly.js: a cell that is run again, or that is
    /// seen alone when a saved notebook is opened, depends on no other.
    let private living () : GenericChart -> string =
        let mutable bringer: objnull = obj ()

        fun chart ->
            let run = currentRun ()
            let isFirst = not (Object.ReferenceEquals(run, bringer))
            bringer <- run
            (if isFirst then Page.packedPlotlyScript () else "") + Chart.toCell chart

    /// Set by who wants pictures: pages that run no scripts show nothing else.
    let private wantsPictures () =
        not (String.IsNullOrEmpty(Environment.GetEnvironmentVariable "DIFFUCODER_PICTURES"))

    /// <summary>
    /// Has the kit's values and charts shown by the kernel that runs this notebook. Where there is none
    /// (scripts, F# Interactive) it does nothing. Charts can be pointed at and zoomed; with the environment
    /// variable <c>DIFFUCODER_PICTURES</c> set they are still pictures, drawn by a headless Chromium.
    /// </summary>
    let init () : unit =
        match formatter () with
        | None -> ()
        | Some formatter ->
            Forms.types
            |> List.iter (showAny formatter [ "text/html", Forms.html; "text/plain", Forms.text ])

            show<NotebookTable> formatter [ "text/html", _.Html; "text/plain", _.Markdown ]
            show<NotebookNote> formatter [ "text/html", _.Html; "text/plain", _.Text ]

            if wantsPictures () then
                show<GenericChart> formatter [ "image/png", Picture.small; "text/plain", titleOf ]
                show<Player> formatter [ "text/plain", playerAsText ]
            else
                show<GenericChart> formatter [ "text/html", living (); "text/plain", titleOf ]
                show<Player> formatter [ "text/html", Player.toCell; "text/plain", playerAsText ]

    /// <summary>A table: HTML in a notebook, Markdown as text.</summary>
    /// <exception cref="T:System.ArgumentException">There is no column, or a row is not as long as the headers.</exception>
    /// <example><code lang="fsharp">
    /// Notebook.table [ "model"; "pass@1" ] [ for name, score in scores -> [ name; $"{score:F2}" ] ]
    /// </code></example>
    let table (headers: string list) (rows: string list list) : NotebookTable =
        if headers.IsEmpty then
            invalidArg (nameof headers) "A table needs at least one column."

        rows
        |> List.tryFindIndex (fun row -> row.Length <> headers.Length)
        |> Option.iter (fun index ->
            invalidArg (nameof rows) $"Row {index + 1} has {rows[index].Length} cells, and there are {headers.Length} headers.")

        { Headers = headers; Rows = rows }

    /// A remark, set off from the rest.
    let note (text: string) : NotebookNote = { Text = text }

    /// <summary>
    /// What must hold whatever a model does: by construction, or because the program promises it. Prints a line
    /// when it holds, and ends the notebook when it does not. What a model was seen to do is a <c>finding</c>.
    /// </summary>
    /// <param name="text">What holds.</param>
    /// <param name="measured">The numbers it was checked on.</param>
    /// <param name="holds">Whether it is so.</param>
    /// <exception cref="T:DiffuCoder.NotebookCheckException">It is not so; the message has text and numbers.</exception>
    /// <example><code lang="fsharp">
    /// Notebook.check "the first answer is written again" "one answer, twice" (Trajectory.text answer = Trajectory.text answers.Head)
    /// </code></example>
    let check (text: string) (measured: string) (holds: bool) : unit =
        if holds then
            Console.Out.WriteLine $"✓ {text}: {measured}"
        else
            raise (NotebookCheckException $"This does not hold: {text}. Measured: {measured}.")

    /// <summary>What a measurement says of a statement: it is printed either way, and an unwelcome result ends nothing.</summary>
    /// <param name="text">The statement that was to be tried.</param>
    /// <param name="measured">The estimates with their intervals, and on how many they rest.</param>
    /// <param name="shows">Whether the data show it beyond chance: the intervals lie apart, say, not the estimates alone.</param>
    /// <example><code lang="fsharp">
    /// Notebook.finding "AR-ness falls with speed" $"{slow.Mean:F2} against {fast.Mean:F2}, n = {slow.Count}" (fast.High &lt; slow.Low)
    /// </code></example>
    let finding (text: string) (measured: string) (shows: bool) : unit =
        let verdict = if shows then "seen here" else "not seen here"
        Console.Out.WriteLine $"• {verdict}: {text}: {measured}"
