/// What is printed goes to the console, which is the whole process's.
[<Xunit.Collection "alone">]
module DiffuCoder.Kit.Tests.NotebookTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open Microsoft.DotNet.Interactive.Formatting
open DiffuCoder

let private table =
    Notebook.table [ "k"; "pass@k" ] [ [ "1"; "0.6" ]; [ "a|b"; "<b>" ] ]

let private chart =
    Chart.entropyMap "Doubt <at> each step" [ [ Some 0.5; None ]; [ None; Some 1.0 ] ]

/// As a kernel has it before a notebook's first cell.
let private show (mimeType: string) (value: obj) =
    Notebook.init ()
    Formatter.ToDisplayString(value, mimeType)

[<Fact>]
let ``a table is Markdown as text, and no cell breaks out of it`` () =
    string table
    |> should equal "| k | pass@k |\n| --- | --- |\n| 1 | 0.6 |\n| a\\|b | <b> |"

    string (Notebook.table [ "text" ] [ [ "two\nlines" ] ])
    |> should haveSubstring "two<br>lines"

[<Fact>]
let ``a kernel shows a table as HTML, its texts as they are`` () =
    let html = show "text/html" table
    html |> should haveSubstring "<th>pass@k</th>"
    html |> should haveSubstring "<td>&lt;b&gt;</td>"

    // code keeps its lines
    show "text/html" (Notebook.table [ "code" ] [ [ "def f():\n    return 1" ] ])
    |> should haveSubstring "white-space:pre-wrap;font-family:monospace\">def f():\n    return 1</td>"

    show "text/plain" table |> should equal (string table)

    Formatter.GetPreferredMimeTypesFor typeof<NotebookTable>
    |> List.ofSeq
    |> should equal [ "text/html"; "text/plain" ]

[<Fact>]
let ``a row that does not fit its headers is refused by its number`` () =
    Assert.Throws<ArgumentException>(fun () -> Notebook.table [ "a"; "b" ] [ [ "1"; "2" ]; [ "3" ] ] |> ignore).Message
    |> should haveSubstring "Row 2 has 1 cells"

    (fun () -> Notebook.table [] [] |> ignore)
    |> should throw typeof<ArgumentException>

[<Fact>]
let ``a kernel shows a note set off from the rest`` () =
    show "text/html" (Notebook.note "a < b")
    |> should equal "<blockquote>a &lt; b</blockquote>"

[<Fact>]
let ``the first chart brings plotly.js, those after it do not`` () =
    Notebook.init ()
    let first = Formatter.ToDisplayString(chart, "text/html")
    let second = Formatter.ToDisplayString(chart, "text/html")
    first.Length |> should be (greaterThan 1_000_000)
    second.Length |> should be (lessThan 20_000)
    second |> should haveSubstring "Plotly.newPlot"

[<Fact>]
let ``a kernel shows a player, which needs no plotly.js`` () =
    use model = Model.load (StandIn.directory ())

    let player =
        Prompt.complete "def"
        |> Sampler.generate
            model
            { SamplerOptions.Tiny with
                MaxNewTokens = 4
                Steps = 4
            }
        |> Player.ofTrajectory (Model.tokenizer model)

    let html = show "text/html" player
    html |> should equal (Player.toCell player)
    html |> should not' (haveSubstring "Plotly")
    show "text/plain" player |> should haveSubstring "film of the generation"

[<Fact>]
let ``a chart says its title where it cannot be drawn`` () =
    show "text/plain" chart |> should startWith "chart: Doubt"

let private printed (work: unit -> unit) =
    let before = Console.Out
    use text = new StringWriter()
    Console.SetOut text

    try
        work ()
    finally
        Console.SetOut before

    string text

[<Fact>]
let ``a check that holds is printed with its numbers`` () =
    printed (fun () -> Notebook.check "advantages add up to nothing" "6 groups" true)
    |> should equal $"✓ advantages add up to nothing: 6 groups{Environment.NewLine}"

[<Fact>]
let ``a check that does not hold ends the notebook with its numbers`` () =
    let message =
        Assert.Throws<NotebookCheckException>(fun () -> Notebook.check "advantages add up to nothing" "largest sum 0.5" false).Message

    message |> should haveSubstring "advantages add up to nothing"
    message |> should haveSubstring "largest sum 0.5"

[<Fact>]
let ``a finding is printed with its numbers, whether it was seen or not`` () =
    printed (fun () -> Notebook.finding "ten answers solve more" "0.7 (0.6 to 0.8) against 0.4 (0.3 to 0.5), n = 40" true)
    |> should equal $"• seen here: ten answers solve more: 0.7 (0.6 to 0.8) against 0.4 (0.3 to 0.5), n = 40{Environment.NewLine}"

    printed (fun () -> Notebook.finding "ten answers solve more" "8 of 14 against 5 of 14" false)
    |> should equal $"• not seen here: ten answers solve more: 8 of 14 against 5 of 14{Environment.NewLine}"
