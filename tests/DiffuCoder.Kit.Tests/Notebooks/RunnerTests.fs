namespace DiffuCoder.Kit.Tests.Notebooks

open System
open System.IO
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open DiffuCoder.Kit.Tests
open DiffuCoder.Kit.Tests.Notebooks.NotebookFiles
open DiffuCoder.Notebooks
open DiffuCoder.Notebooks.NotebookDocument

/// Small notebooks, run once for all tests.
type RunNotebooks() =
    let folder = StandIn.temporaryFolder ()
    let output = Path.Combine(folder, "executed")

    let run (arguments: string list) =
        use running =
            Tool.start
                folder
                []
                (typeof<Settings.Settings>.Assembly.Location :: arguments
                 @ [ "--output"; output ])

        Tool.wait (TimeSpan.FromMinutes 4.) running

    do File.WriteAllText(Path.Combine(folder, "beside.fsx"), "let beside = 40")

    let good =
        [
            markdown "# A *good* one"
            code "#load \"beside.fsx\"\nprintf \"two \"\nprintfn \"words\"\neprintfn \"a warning\""
            code "let answer = Beside.beside + 2"
            code "answer"
            code "display \"shown <b>\"\n{| Name = \"value\" |}"
            code "match answer with\n| 42 -> ()"
        ]

    let notebooks =
        [
            "good", good
            "same", good |> List.map (fun cell -> cell.DeepClone().AsObject())
            "failing",
            [
                code "let half n =\n    if n % 2 = 1 then failwith \"odd\"\n    n / 2"
                markdown "Then:"
                code "printfn \"before\"\n\nhalf 3 |> ignore"
                code "printfn \"never\""
            ]
            "uncompilable", [ code "let x = 1"; code "let y = 2\nlet z: string = x" ]
        ]
        |> List.map (fun (name, cells) -> write folder name cells)

    let hanging = write folder "hanging" [ code "System.Threading.Thread.Sleep -1" ]

    let batch = run notebooks
    let limited = run [ hanging; "--cell-limit"; "4" ]

    /// How the run of all but the hanging one ended.
    member _.Batch = batch

    /// How the run of the hanging one ended.
    member _.Limited = limited

    /// What became of a notebook.
    member _.Text(name: string) =
        File.ReadAllText(Path.Combine(output, name + ".ipynb"))

    /// Its page.
    member _.Page(name: string) =
        File.ReadAllText(Path.Combine(output, name + ".html"))

    /// The outputs of a cell, which is counted from 1.
    member _.Outputs (name: string) (number: int) : JsonNode list =
        let document = read (Path.Combine(output, name + ".ipynb"))
        let cell = cells document |> List.item (number - 1)
        cell.Json["outputs"].AsArray() |> List.ofSeq

type RunnerTests(notebooks: RunNotebooks) =

    let output name number =
        notebooks.Outputs name number |> List.exactlyOne

    let form (mimeType: string) (output: JsonNode) =
        let forms = output["data"]
        text forms[mimeType]

    let plain = form "text/plain"

    interface IClassFixture<RunNotebooks>

    [<Fact>]
    member _.``the last line counts, and a failure is an exit code``() =
        let lines = notebooks.Batch.Output.TrimEnd().Split '\n'
        Array.last lines |> should equal "2 passed, 2 failed"
        notebooks.Batch.ExitCode |> should equal (Some 1)
        lines |> Array.filter _.StartsWith("passed  ") |> should haveLength 2

    [<Fact>]
    member _.``what is printed is kept in order, a stream at a time``() =
        notebooks.Outputs "good" 2
        |> List.map (fun output -> string output["name"], text output["text"])
        |> should equal [ "stdout", "two words\n"; "stderr", "a warning\n" ]

    [<Fact>]
    member _.``the value of a cell is its result, a definition has none``() =
        notebooks.Outputs "good" 3 |> should be Empty
        let result = output "good" 4
        string result["output_type"] |> should equal "execute_result"
        plain result |> should equal "42"

    [<Fact>]
    member _.``shown values and results are HTML and text``() =
        match notebooks.Outputs "good" 5 with
        | [ shown; result ] ->
            string shown["output_type"] |> should equal "display_data"
            plain shown |> should equal "shown <b>"
            form "text/html" result |> should haveSubstring "value"
        | other -> failwith $"There are {other.Length} outputs."

    [<Fact>]
    member _.``a warning of the compiler is seen``() =
        let warning = output "good" 6
        string warning["name"] |> should equal "stderr"
        text warning["text"] |> should startWith "line 1: warning FS0025"

    [<Fact>]
    member _.``an exception is told with cell, line and the line's text, and ends the notebook``() =
        notebooks.Batch.Output
        |> should haveSubstring "failing.ipynb, cell 3, line 3: Exception: odd\n        half 3 |> ignore"

        notebooks.Outputs "failing" 3
        |> List.map (fun output -> string output["output_type"])
        |> should equal [ "stream"; "error" ]

        notebooks.Outputs "failing" 4 |> should be Empty

    [<Fact>]
    member _.``an error of the compiler is told with cell, line and the line's text``() =
        notebooks.Batch.Output
        |> should haveSubstring "uncompilable.ipynb, cell 2, line 2: Error: line 2: error FS0001"

        notebooks.Batch.Output |> should haveSubstring "let z: string = x"

    [<Fact>]
    member _.``a cell that does not end is stopped at its limit``() =
        notebooks.Limited.ExitCode |> should equal (Some 1)

        notebooks.Limited.Output
        |> should haveSubstring "hanging.ipynb, cell 1: Timeout: The cell did not end within 4 s"

        // a busy machine may still be compiling at the limit
        let last = notebooks.Outputs "hanging" 1 |> List.last
        string last["output_type"] |> should equal "error"

    [<Fact>]
    member _.``the same cells leave the same bytes``() =
        notebooks.Text "same" |> should equal (notebooks.Text "good")

    [<Fact>]
    member _.``the page has text, code and outputs, and asks no network``() =
        let page = notebooks.Page "good"
        page |> should haveSubstring "A <em>good</em> one</h1>"
        page |> should haveSubstring "printfn &quot;words&quot;"
        page |> should haveSubstring "two words"
        page |> should not' (haveSubstring "http")
