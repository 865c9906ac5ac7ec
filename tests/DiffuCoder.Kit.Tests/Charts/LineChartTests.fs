module DiffuCoder.Kit.Tests.Charts.LineChartTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Analysis
open DiffuCoder.Kit.Tests.Charts.Figures

let private colour trace = text "line.color" trace

[<Fact>]
let ``a line has its values, and its band around them`` () =
    let chart = Chart.localArness [ Series.measured "instruct" (curve [ 0.9; 0.5 ]) ]

    match traces chart with
    | [ band; line ] ->
        numbers "x" line |> should equal [ 1.0; 2.0 ]
        numbers "y" line |> should equal [ 0.9; 0.5 ]
        numbers "x" band |> should equal [ 1.0; 2.0; 2.0; 1.0 ]
        numbers "y" band |> should equal [ 1.0; 0.6; 0.4; 0.8 ]
        text "fill" band |> should equal "toself"
        text "name" line |> should equal "instruct"
        (at "showlegend" band).GetBoolean() |> should equal false
    | traces -> failwith $"there are {traces.Length} traces"

[<Fact>]
let ``points are drawn from left to right in whatever order they come`` () =
    let chart = Chart.lossByTime [ Series.values "instruct" [ 0.9, 2.8; 0.1, 0.4 ] ]

    let line = List.exactlyOne (traces chart)
    numbers "x" line |> should equal [ 0.1; 0.9 ]
    numbers "y" line |> should equal [ 0.4; 2.8 ]

[<Fact>]
let ``what is not a number is a gap in the line and in its band`` () =
    let points =
        [
            CurvePoint(1, band 0.9)
            CurvePoint(2, Band(nan, nan, nan, 0))
            CurvePoint(3, band 0.5)
        ]

    match traces (Chart.globalArness [ Series.measured "instruct" points ]) with
    | [ band; line ] ->
        items "y" line |> List.map string |> should equal [ "0.9"; "NaN"; "0.5" ]
        // two areas with nothing between them
        items "x" band
        |> List.map string
        |> should equal [ "1.0"; "1.0"; "NaN"; "3.0"; "3.0" ]
    | traces -> failwith $"there are {traces.Length} traces"

[<Fact>]
let ``what the paper says is dashed, has no band and is marked`` () =
    let chart =
        Chart.localArness
            [
                Series.measured "instruct" (curve [ 0.9 ])
                Series.paper "instruct" [ 1, 0.8 ]
            ]

    let ours, papers =
        match drawn chart with
        | [ ours; papers ] -> ours, papers
        | traces -> failwith $"there are {traces.Length} lines"

    text "name" papers |> should equal "instruct (paper)"
    text "line.dash" papers |> should equal "dash"
    text "line.dash" ours |> should equal "solid"
    colour papers |> should not' (equal (colour ours))
    traces chart |> should haveLength 3 // one band, two lines

[<Fact>]
let ``a name keeps its colour in every chart and whatever stands beside it`` () =
    let colourIn (names: string list) name =
        [ for name in names -> Series.measured name (curve [ 0.5 ]) ]
        |> Chart.localArness
        |> drawn
        |> List.find (fun trace -> text "name" trace = name)
        |> colour

    for name in [ "instruct"; "base"; "cpgrpo"; "ar"; "LLaDA-8B-Instruct"; "something else" ] do
        colourIn [ name ] name |> should equal (colourIn [ "Dream"; "Qwen"; name ] name)

    [ "ar"; "base"; "instruct"; "cpgrpo"; "llada"; "dream"; "qwen" ]
    |> List.map (fun name -> colourIn [ name ] name)
    |> List.distinct
    |> should haveLength 7

    colourIn [ "instruct" ] "instruct"
    |> should equal (colourIn [ "DiffuCoder-7B-Instruct" ] "DiffuCoder-7B-Instruct")

[<Fact>]
let ``names of one model get shades of its colour`` () =
    let names = [ "instruct, T 0.2"; "instruct, T 1.0"; "instruct, T 1.2" ]

    [ for name in names -> Series.measured name (curve [ 0.5 ]) ]
    |> Chart.localArness
    |> drawn
    |> List.map colour
    |> List.distinct
    |> should haveLength 3

[<Fact>]
let ``a temperature has its colour, from cold to hot`` () =
    let colourOf (name: string) =
        Chart.passCurves [ Series.passes name [ score 1 0.5 ] ]
        |> drawn
        |> List.exactlyOne
        |> colour

    colourOf "T = 0.2" |> should equal (colourOf "temperature 0.2")

    [ "T = 0"; "T = 0.5"; "T = 1.0"; "T = 1.5" ]
    |> List.map colourOf
    |> should
        equal
        [
            "rgba(59, 111, 212, 1.0)"
            "rgba(42, 157, 143, 1.0)"
            "rgba(224, 165, 38, 1.0)"
            "rgba(209, 73, 91, 1.0)"
        ]

    // of a model it is the model that counts
    colourOf "instruct, T 0.2" |> should equal (colourOf "instruct")

[<Fact>]
let ``axes say what they measure and in which unit`` () =
    let titles name =
        let layout =
            Figures.all () |> List.find (fst >> (=) name) |> snd |> json |> at "layout"

        text "xaxis.title.text" layout, text "yaxis.title.text" layout

    titles "localArness" |> should equal ("k", "local AR-ness@k (share of tokens)")

    titles "globalArness"
    |> should equal ("k", "global AR-ness@k (share of tokens)")

    titles "decodeProfile"
    |> should equal ("position from the start of the completion (tokens)", "steps that have passed (share)")

    titles "passCurves"
    |> should equal ("k (answers to each problem)", "pass@k (%)")

    titles "speedScore" |> should equal ("speed-up (×)", "pass@1 (%)")
    titles "rewardCurves" |> should equal ("update", "mean reward")

    titles "cacheDrift"
    |> should equal ("step", "divergence of the cached logits (nats per position)")

    titles "lossCurves" |> should equal ("update", "loss (nats per token)")

    titles "lossByTime"
    |> should equal ("t (share of tokens that is masked)", "loss (nats per masked token)")

[<Fact>]
let ``scores are drawn in per cent`` () =
    Chart.passCurves [ Series.passes "T = 1" [ score 1 0.25; score 2 0.5 ] ]
    |> drawn
    |> List.exactlyOne
    |> numbers "y"
    |> should equal [ 25.0; 50.0 ]

[<Fact>]
let ``losses against time have their bands`` () =
    let series =
        Series.losses "base" [ TimePoint(0.25, band 1.5); TimePoint(0.75, band 2.5) ]

    [ for point in series.Points -> point.At, point.Value.Value, point.Value.Low ]
    |> should equal [ 0.25, 1.5, 1.4; 0.75, 2.5, 2.4 ]

[<Fact>]
let ``runs of several seeds become their mean and a band`` () =
    let series =
        Series.overSeeds "coupled" [ [ 1, 0.5; 2, 0.7 ]; [ 1, 0.7; 2, 0.9; 3, 1.0 ] ]

    [
        for point in series.Points -> point.At, System.Math.Round(point.Value.Value, 6)
    ]
    |> should equal [ 1.0, 0.6; 2.0, 0.8; 3.0, 1.0 ]

    series.Points.Head.Value.Low |> should equal 0.5
    series.Points.Head.Value.High |> should equal 0.7
    // one run has no interval
    series.Points[2].Value.Low |> should equal 1.0

[<Fact>]
let ``smoothing takes the mean around each update, and the axis says so`` () =
    let chart =
        [ Series.values "coupled" [ 1, 0.0; 2, 3.0; 3, 6.0; 4, 0.0 ] ]
        |> Chart.rewardCurves 3

    traces chart
    |> List.exactlyOne
    |> numbers "y"
    |> should equal [ 1.5; 3.0; 3.0; 3.0 ]

    json chart
    |> text "layout.yaxis.title.text"
    |> should equal "mean reward (moving average of 3 updates)"

    fails (fun () -> [ Series.values "coupled" [ 1, 0.0 ] ] |> Chart.rewardCurves 4)
    |> should haveSubstring "odd"

[<Fact>]
let ``a sink has its confidence above and its entropy below`` () =
    let chart =
        Chart.entropySink
            [
                "instruct", [ SinkPoint(0, band 0.9, band 0.2); SinkPoint(3, band 0.4, band 1.5) ]
            ]

    let lines =
        traces chart
        |> List.filter (fun trace -> not (fst (trace.TryGetProperty "fill")))

    lines |> List.map (numbers "y") |> should equal [ [ 0.9; 0.4 ]; [ 0.2; 1.5 ] ]
    text "yaxis" lines[1] |> should equal "y2"
    let layout = json chart |> at "layout"

    text "xaxis.title.text" layout
    |> should equal "distance from the prompt (tokens)"

    text "yaxis2.title.text" layout |> should equal "entropy (nats)"

[<Fact>]
let ``a map of entropies is blank where there was no mask`` () =
    let heat =
        Chart.entropyMap "instruct" [ [ Some 0.5; Some 1.5 ]; [ None; Some 1.0 ] ]
        |> traces
        |> List.exactlyOne

    [
        for row in items "z" heat -> [ for value in row.EnumerateArray() -> string value ]
    ]
    |> should equal [ [ "0.5"; "1.5" ]; [ "NaN"; "1.0" ] ]

    text "colorbar.title.text" heat |> should equal "entropy (nats)"

[<Fact>]
let ``a chart that cannot be drawn says why and how to mend it`` () =
    fails (fun () -> Chart.localArness [])
    |> should haveSubstring "at least one series"

    fails (fun () -> Chart.localArness [ Series.measured "instruct" [] ])
    |> should haveSubstring "\"instruct\" has no point"

    fails (fun () -> Chart.globalArness [ Series.values "a" [ 1, nan ] ])
    |> should haveSubstring "\"a\" has no point"

    fails (fun () -> Chart.passCurves [ Series.values "a" [ 1, infinity ] ])
    |> should haveSubstring "which no axis shows"

    fails (fun () -> Chart.lossByTime [ Series.values "a" [ nan, 1.0 ] ])
    |> should haveSubstring "\"a\""

    fails (fun () -> Chart.speedScore [ Series.values "a" [ 1, 1.0; 1, 2.0 ] ])
    |> should haveSubstring "two points at 1"

    fails (fun () -> Chart.decodeProfile [ Series.values "a" [ 1, 1.0 ]; Series.values "a" [ 1, 2.0 ] ])
    |> should haveSubstring "\"a\" is there 2 times"

    fails (fun () -> Chart.decodeProfile [ Series.values " " [ 1, 1.0 ] ])
    |> should haveSubstring "a name is empty"

    fails (fun () -> Chart.entropyMap "a" [])
    |> should haveSubstring "at least one step"

    fails (fun () -> Chart.entropyMap "a" [ []; [] ])
    |> should haveSubstring "no positions"

    fails (fun () -> Chart.entropyMap "a" [ [ Some 1.0 ]; [ Some 1.0; None ] ])
    |> should haveSubstring "1, 2 positions"
