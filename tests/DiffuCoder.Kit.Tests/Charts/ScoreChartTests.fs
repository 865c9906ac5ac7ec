module DiffuCoder.Kit.Tests.Charts.ScoreChartTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Analysis
open DiffuCoder.Kit.Tests.Charts.Figures

let private titles chart =
    let layout = json chart |> at "layout"
    text "xaxis.title.text" layout, text "yaxis.title.text" layout

let private texts path element = items path element |> List.map string

[<Fact>]
let ``scores by temperature are a bar per k with whiskers`` () =
    let chart =
        Chart.passBars [ 1.0, [ score 1 0.5; score 10 0.8 ]; 0.2, [ score 1 0.6 ] ]

    match traces chart with
    | [ one; ten ] ->
        text "name" one |> should equal "pass@1"
        texts "x" one |> should equal [ "0.2"; "1.0" ]
        numbers "y" one |> should equal [ 60.0; 50.0 ]
        texts "x" ten |> should equal [ "1.0" ]

        for whisker in numbers "error_y.array" one @ numbers "error_y.arrayminus" one do
            whisker |> should (equalWithin 1e-9) 5.0
    | traces -> failwith $"there are {traces.Length} traces"

    titles chart |> should equal ("temperature", "pass@k (%)")

[<Fact>]
let ``variances stand beside each other with their intervals`` () =
    let chart =
        Chart.estimatorVariance [ "coupled", Band(0.4, 0.3, 0.6, 9); "decoupled", Band(0.8, 0.8, 0.8, 9) ]

    traces chart |> List.map (numbers "y") |> should equal [ [ 0.4 ]; [ 0.8 ] ]

    (traces chart).Head
    |> numbers "error_y.array"
    |> List.exactlyOne
    |> should (equalWithin 1e-9) 0.2

    snd (titles chart) |> should equal "variance (nats²)"

[<Fact>]
let ``AR-ness by stage keeps the order of the stages`` () =
    let chart =
        Chart.arnessByStage
            [
                "local", [ "base", band 0.8; "instruct", band 0.7; "cpgrpo", band 0.6 ]
                "global", [ "base", band 0.9; "cpgrpo", band 0.7 ]
            ]

    json chart
    |> texts "layout.xaxis.categoryarray"
    |> should equal [ "base"; "instruct"; "cpgrpo" ]

    traces chart
    |> List.map (texts "x")
    |> should equal [ [ "base"; "instruct"; "cpgrpo" ]; [ "base"; "cpgrpo" ] ]

    titles chart |> should equal ("stage of training", "AR-ness (share of tokens)")

[<Fact>]
let ``lengths are drawn as they are`` () =
    let chart = Chart.lengths [ "base", [ 90; 96 ]; "instruct", [ 40 ] ]

    traces chart
    |> List.map (numbers "y")
    |> should equal [ [ 90.0; 96.0 ]; [ 40.0 ] ]

    snd (titles chart) |> should equal "length (tokens, without the stop token)"

[<Fact>]
let ``a table has a row per model, blanks where there is no score, and marks the paper`` () =
    let chart =
        Chart.scoreTable
            [
                ModelScores.measured "instruct" [ "HumanEval", score 1 0.5 ]
                ModelScores.paper "Dream" [ "HumanEval", 57.9; "MBPP", 68.3 ]
            ]

    let table = List.exactlyOne (traces chart)

    items "header.values" table
    |> List.map (fun column -> string column[0])
    |> should equal [ "<b>model</b>"; "<b>HumanEval</b>"; "<b>MBPP</b>" ]

    [
        for column in items "cells.values" table -> [ for cell in column.EnumerateArray() -> string cell ]
    ]
    |> should
        equal
        [
            [ "instruct"; "Dream (paper)" ]
            [ "50.0<br>(45.0 to 55.0)"; "57.9" ]
            [ ""; "68.3" ]
        ]

[<Fact>]
let ``a radar closes its polygons`` () =
    let chart =
        Chart.radar
            [
                ModelScores.paper "Dream" [ "HumanEval", 57.9; "MBPP", 68.3; "BigCodeBench", 10.6 ]
            ]

    let polygon = List.exactlyOne (traces chart)
    numbers "r" polygon |> should equal [ 57.9; 68.3; 10.6; 57.9 ]

    texts "theta" polygon
    |> should equal [ "HumanEval"; "MBPP"; "BigCodeBench"; "HumanEval" ]

    text "name" polygon |> should equal "Dream (paper)"

[<Fact>]
let ``scores that cannot be drawn say why and how to mend it`` () =
    fails (fun () -> Chart.passBars [])
    |> should haveSubstring "at least one temperature"

    fails (fun () -> Chart.passBars [ 0.2, [] ])
    |> should haveSubstring "at least one score"

    fails (fun () -> Chart.passBars [ 0.2, [ score 1 0.5 ]; 0.2, [ score 1 0.6 ] ])
    |> should haveSubstring "\"0.2\" is there 2 times"

    fails (fun () -> Chart.passBars [ 0.2, [ score 1 nan ] ])
    |> should haveSubstring "pass@1"

    fails (fun () -> Chart.estimatorVariance [])
    |> should haveSubstring "at least one estimator"

    fails (fun () -> Chart.estimatorVariance [ "a", Band(nan, nan, nan, 0) ])
    |> should haveSubstring "\"a\""

    fails (fun () -> Chart.arnessByStage [ "local", [] ])
    |> should haveSubstring "at least one stage"

    fails (fun () -> Chart.lengths [ "a", [] ])
    |> should haveSubstring "\"a\" has no completions"

    fails (fun () -> Chart.scoreTable [])
    |> should haveSubstring "at least one model"

    fails (fun () -> Chart.scoreTable [ ModelScores.paper "a" [] ])
    |> should haveSubstring "at least one benchmark"

    fails (fun () -> Chart.radar [ ModelScores.paper "a" [ "x", 1.0; "y", 2.0 ] ])
    |> should haveSubstring "at least 3"
