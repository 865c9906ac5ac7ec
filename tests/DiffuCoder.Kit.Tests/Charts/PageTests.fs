module DiffuCoder.Kit.Tests.Charts.PageTests

open System.IO
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.Charts.Figures
open DiffuCoder.Kit.Tests.StandIn

let private evil = "</script><img src=x onerror=alert(1)> {{id}} & \"quotes\""

let private chart =
    lazy
        (Chart.localArness [ Series.measured evil (curve [ 0.5 ]) ]
         |> Chart.withTitle evil)

[<Fact>]
let ``names are text, in the figure and in the page`` () =
    let html = Chart.toCell chart.Value
    // the one script of the cell is ended once, by the cell
    Regex.Matches(html, "</script").Count |> should equal 1
    html |> should not' (haveSubstring "<img")
    // what looks like a place of the template stays
    html |> should haveSubstring "{{id}} &amp;"

    traces chart.Value
    |> List.last
    |> text "name"
    |> should equal "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; {{id}} &amp; \"quotes\""

[<Fact>]
let ``a cell is small and uses the plotly.js that its page has`` () =
    let cell = Chart.toCell chart.Value
    cell.Length |> should be (lessThan 20_000)
    cell |> should haveSubstring "window.Plotly"
    Chart.toCell chart.Value |> should not' (equal cell) // an id of its own

[<Fact>]
let ``a page brings plotly.js and asks no network`` () =
    let page = Chart.toHtml chart.Value
    page |> should haveSubstring "plotly.js v2"
    page |> should startWith "<!DOCTYPE html>"
    page |> should not' (haveSubstring "<script src")
    page |> should not' (haveSubstring "<link")

[<Fact>]
let ``a page is written as a whole over an older one`` () =
    let folder = temporaryFolder ()
    let file = Path.Combine(folder, "chart.html")
    File.WriteAllText(file, "old")
    chart.Value |> Chart.save file
    File.ReadAllText file |> should endWith "</html>\n"
    Directory.GetFiles folder |> should haveLength 1

[<Fact>]
let ``a title replaces the one before`` () =
    json chart.Value |> text "layout.title.text" |> should haveSubstring "&lt;img"

[<Fact>]
let ``a folder that is not there is named`` () =
    for save in
        [
            Chart.save "no/such/folder/chart.html"
            Chart.picture "no/such/folder/chart.png"
        ] do
        fails (fun () -> save chart.Value) |> should haveSubstring "make it first"

[<Fact>]
let ``a picture is a PNG or an SVG`` () =
    fails (fun () -> Chart.picture "chart.pdf" chart.Value)
    |> should haveSubstring ".png or .svg"

[<Fact>]
let ``without a browser a picture says what to install`` () =
    Chromium.findIn (temporaryFolder ()) |> should equal None

    fails (fun () -> Chromium.documentBy None "<html></html>")
    |> should haveSubstring "apt-get install chromium"
