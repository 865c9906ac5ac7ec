module DiffuCoder.Kit.Tests.Charts.AttentionChartTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.Charts.Figures

let private moments =
    [
        "update 1", Annealing.edges 0L 10 4 0
        "update 10", Annealing.edges 0L 10 4 9
    ]

[<Fact>]
let ``each moment has a panel of its own, in which an open edge is 1`` () =
    match traces (Chart.attention moments) with
    | [ first; last ] ->
        text "xaxis" first |> should equal "x"
        text "xaxis" last |> should equal "x2"
        text "yaxis" last |> should equal "y2"

        items "z" last
        |> List.collect (fun row -> [ for value in row.EnumerateArray() -> value.GetDouble() ])
        |> List.distinct
        |> should equal [ 1.0 ]

        let lowest = items "z" first |> List.last
        let below = [ for value in lowest.EnumerateArray() -> value.GetDouble() ]
        below |> should equal [ 1.0; 1.0; 1.0; 1.0 ]
    | traces -> failwith $"there are {traces.Length} panels"

[<Fact>]
let ``panels stand side by side under the names of their moments`` () =
    let layout = Chart.attention moments |> json |> at "layout"
    text "xaxis.title.text" layout |> should equal "update 1"
    text "xaxis2.title.text" layout |> should equal "update 10"

    (numbers "xaxis.domain" layout |> List.last)
    |> should be (lessThan (numbers "xaxis2.domain" layout).Head)

[<Fact>]
let ``nothing to draw is refused`` () =
    fails (fun () -> Chart.attention []) |> should haveSubstring "Chart.attention"

    fails (fun () -> Chart.attention [ "none", Array2D.create 0 0 true ])
    |> should haveSubstring "no positions"

    fails (fun () -> Chart.attention [ moments.Head; moments.Head ])
    |> should haveSubstring "name of its own"
