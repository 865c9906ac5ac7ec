module DiffuCoder.Kit.Tests.Charts.OrderChartTests

open System
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.Charts.Figures

let private layOut (texts: string list) =
    [
        for position, text in List.indexed texts ->
            {
                Position = position
                Text = text
                Step = Some position
            }
    ]
    |> TokenGrid.ofPieces

let private places (page: TokenPage) =
    [ for cell in page.Cells -> cell.Row, cell.Column, cell.Width, cell.Text ]

[<Fact>]
let ``tokens stand where an editor would show them`` () =
    let page = layOut [ "def"; " f"; "():\n"; "    "; "x\n\n"; "y" ]

    places page
    |> should
        equal
        [
            0, 0, 3, "def"
            0, 3, 2, " f"
            0, 5, 4, "(): "
            1, 0, 4, "    "
            1, 4, 2, "x "
            2, 0, 1, " "
            3, 0, 1, "y"
        ]

    page.Lines |> should equal [ 0; 1; 2; 3 ]
    page.Marks |> should equal [ "⏎", 0, 8; "⏎", 1, 5; "⏎", 2, 0 ]

[<Fact>]
let ``a tab goes to the next stop, and a final line end begins no line`` () =
    let page = layOut [ "ab"; "\t"; "c"; "\n" ]

    places page
    |> should equal [ 0, 0, 2, "ab"; 0, 2, 2, "  "; 0, 4, 1, "c"; 0, 5, 1, " " ]

    page.Lines |> should equal [ 0 ]
    page.Marks |> should equal [ "→", 0, 2; "⏎", 0, 5 ]

[<Fact>]
let ``a long line goes on in the next row under the same number, with the whole of a token`` () =
    let page = layOut [ String('a', 87); "bcd"; "\n"; "e" ]

    places page
    |> should equal [ 0, 0, 87, String('a', 87); 1, 0, 3, "bcd"; 1, 3, 1, " "; 2, 0, 1, "e" ]

    page.Lines |> should equal [ 0; 2 ]

[<Fact>]
let ``a token wider than a row is cut`` () =
    places (layOut [ "a"; String('b', 100) ])
    |> should equal [ 0, 0, 1, "a"; 0, 1, 87, String('b', 87); 1, 0, 13, String('b', 13) ]

[<Fact>]
let ``a line of exactly the width is one row`` () =
    let page = layOut [ String('a', 88); "\n"; "b" ]
    page.Cells |> List.map _.Row |> should equal [ 0; 0; 1 ]

[<Fact>]
let ``characters have the width that a terminal gives them`` () =
    places (layOut [ "日本"; "e\u0301"; "😀"; "\u0007" ])
    |> should equal [ 0, 0, 4, "日本"; 0, 4, 1, "e\u0301"; 0, 5, 2, "😀"; 0, 7, 1, "\uFFFD" ]

[<Fact>]
let ``a token without text has no cell`` () =
    places (layOut [ ""; "a" ]) |> should equal [ 0, 0, 1, "a" ]

[<Fact>]
let ``each token has the colour of its step, first red and last purple`` () =
    let answer = backwards program
    let heat = (answer |> Chart.decodingOrder tokenizer.Value |> traces).Head
    let pieces = answer |> Trajectory.pieces tokenizer.Value
    let rows = items "z" heat

    let stepAt row column =
        (rows[row][column]: JsonElement).GetDouble()

    stepAt 0 0 |> should equal (float (pieces.Length - 1))
    let page = TokenGrid.ofPieces pieces

    for cell in page.Cells do
        for column in cell.Column .. cell.Column + cell.Width - 1 do
            stepAt cell.Row column |> should equal (float cell.Piece.Step.Value)

    (at "zmin" heat).GetDouble() |> should equal 0.0
    (at "zmax" heat).GetDouble() |> should equal (float (pieces.Length - 1))
    let colours = [ for stop in items "colorscale" heat -> string stop[1] ]
    colours.Head |> should equal "rgba(242, 139, 130, 1.0)"
    List.last colours |> should equal "rgba(183, 154, 240, 1.0)"

    items "colorbar.ticktext" heat |> List.head |> string |> should equal "step 0"

[<Fact>]
let ``the mouse shows a token, its step and its confidence`` () =
    let heat = (backwards "a b" |> Chart.decodingOrder tokenizer.Value |> traces).Head

    let shown = string (items "text" heat).Head[0]
    shown |> should haveSubstring "<b>a</b>"
    shown |> should haveSubstring "confidence 0.5"
    shown |> should haveSubstring "step "

[<Fact>]
let ``lines are numbered from 1`` () =
    let axis =
        backwards program
        |> Chart.decodingOrder tokenizer.Value
        |> json
        |> at "layout.yaxis"

    items "ticktext" axis
    |> List.map (string >> _.Trim())
    |> should equal [ "1"; "2" ]

    numbers "tickvals" axis |> should equal [ 0.0; 1.0 ]

[<Fact>]
let ``what the model did not write is grey`` () =
    let tokens = Tokenizer.encode tokenizer.Value "a b"
    let known = generation tokens tokens.Length [ 3 .. tokens.Length + 1 ]
    let traces = known |> Chart.decodingOrder tokenizer.Value |> traces
    string (items "z" traces[0]).Head[0] |> should equal "NaN"
    string (items "z" traces[1]).Head[0] |> should equal "0.0"

    string (items "text" traces[1]).Head[0]
    |> should haveSubstring "not written by the model"

[<Fact>]
let ``an empty completion is shown as one`` () =
    let traces =
        generation [ 7 ] 0 [ 2 ] |> Chart.decodingOrder tokenizer.Value |> traces

    string (items "text" traces[0]).Head |> should equal "the answer is empty"

[<Fact>]
let ``markup in a token is text`` () =
    let heat = (backwards "<b>&" |> Chart.decodingOrder tokenizer.Value |> traces)

    let everything =
        heat.Head
        |> items "text"
        |> List.collect (fun row -> [ for cell in row.EnumerateArray() -> string cell ])

    everything |> String.concat "" |> should haveSubstring "&lt;"
    everything |> String.concat "" |> should haveSubstring "&amp;"

    for cell in everything do
        cell.Replace("<br>", "").Replace("<b>", "").Replace("</b>", "")
        |> should not' (haveSubstring "<")
