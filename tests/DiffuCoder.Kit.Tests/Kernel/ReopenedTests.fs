/// What a reader sees of a notebook that was executed in the real kernel, saved, and opened in a browser that knows nothing of the run.
[<Xunit.Collection "alone">]
module DiffuCoder.Kit.Tests.Kernel.ReopenedTests

open System.Text.Json
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks
open DiffuCoder.Notebooks.NotebookDocument
open DiffuCoder.Kit.Tests.Charts
open DiffuCoder.Kit.Tests.Charts.Figures

let private number name (found: JsonElement) = (at name found).GetDouble()

/// The page of a notebook, in a column so wide, as a browser shows it. Charts count from the first.
let private opened (width: int) (document: NotebookDocument) =
    (Page.ofDocument document)
        .Replace("<head>", $"<head><style>body{{max-width:{width}px!important;padding:0!important}}</style>{Browser.catcher}")
        .Replace("</body>", Browser.probe.Value + "</body>")
    |> Browser.seen

/// The notebook as it is when the outputs of all code cells but these have not come into view yet.
let private showingOnly (numbers: int list) =
    mapCode (fun number cell ->
        if not (List.contains number numbers) then
            cell["outputs"] <- JsonArray())

let private isWhole charts players (seen: JsonElement) =
    items "errors" seen |> List.map string |> should be Empty
    items "charts" seen |> should haveLength charts
    items "charts" seen |> List.forall Browser.isDrawn |> should equal true

    if players then
        number "player.last.masks" seen |> should equal 0.0
        number "player.played.step" seen |> should be (greaterThan 10.0)

type ``Reopened``(kernel: Kernel) =

    // notebook 01: charts in the fourth, fifth and seventh code cell, a player in the sixth
    let first, last = 3, 6

    [<Fact>]
    member _.``charts and players are there after a cell was run again, alone, and in cells of any width``() =
        let once, again = kernel.RunStored("01-first-generation.ipynb", [ first ])

        let errors (document: NotebookDocument) =
            document.Json.ToJsonString().Contains "\"output_type\":\"error\""

        errors again |> should equal false

        once |> opened 900 |> isWhole 3 true
        let narrow = again |> opened 500
        narrow |> isWhole 3 true

        // the last chart takes the width of its cell; the text of the first two was measured, and they are moved in theirs
        for width, seen in [ 500.0, narrow; 640.0, again |> showingOnly [ last ] |> opened 640 ] do
            isWhole (items "charts" seen).Length false seen
            items "charts" seen |> List.last |> number "width" |> should equal width

        items "charts" narrow |> List.head |> number "place" |> should equal 500.0

        again.Json.ToJsonString().Length |> should be (lessThan 6_000_000)

    interface IClassFixture<Kernel>
