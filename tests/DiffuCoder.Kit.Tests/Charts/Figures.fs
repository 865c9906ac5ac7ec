/// Every chart with made-up numbers, and reading what a chart says to plotly.js.
module DiffuCoder.Kit.Tests.Charts.Figures

open System.Text.Json
open Plotly.NET
open DiffuCoder
open DiffuCoder.Analysis
open DiffuCoder.Sampling
open DiffuCoder.Kit.Tests.StandIn

let band mean = Band(mean, mean - 0.1, mean + 0.1, 8)

let curve (values: float list) =
    [ for index, value in List.indexed values -> CurvePoint(index + 1, band value) ]

let score k value =
    {
        K = k
        Value = value
        Low = value - 0.05
        High = value + 0.05
    }

let tokenizer = lazy (Tokenizer.load (directory ()))

/// A generation after a prompt of two tokens: the tokens of its canvas, how
/// many of them the text has, and the positions in the order they are written.
let generation (tokens: int list) (length: int) (order: int list) =
    let mask = tokenizer.Value.SpecialTokens["<|mask|>"]
    let final = [| 5; 6; yield! tokens |]

    Trajectory(
        Initial =
            [|
                for position, token in Array.indexed final -> if List.contains position order then mask else token
            |],
        Final = final,
        CompletionStart = 2,
        TextEnd = 2 + length,
        Steps =
            [|
                for step, position in List.indexed order -> SamplingStep(step, [| Reveal(position, final[position], 0.5f, 0.25f) |])
            |],
        Options = DiffuCoder.Sampling.SamplerOptions.Paper,
        Seed = 0L
    )

/// A text that is written from its last token to its first, one a step.
let backwards (text: string) =
    let tokens = Tokenizer.encode tokenizer.Value text
    generation tokens tokens.Length [ tokens.Length + 1 .. -1 .. 2 ]

let program = "def total(values):\n\treturn sum(values)\n"

let private lines =
    [
        Series.measured "instruct" (curve [ 0.9; 0.6; 0.4 ])
        Series.paper "DiffuCoder-Instruct" [ 1, 0.8; 2, 0.5 ]
    ]

let private models =
    [
        ModelScores.measured "instruct" [ "HumanEval", score 1 0.5; "MBPP", score 1 0.25; "BigCodeBench", score 1 0.1 ]
        ModelScores.paper "Dream Instruct" [ "HumanEval", 57.9; "MBPP", 68.3 ]
    ]

/// All charts by name.
let all () =
    [
        "decodingOrder", backwards program |> Chart.decodingOrder tokenizer.Value
        "localArness", Chart.localArness lines
        "globalArness", Chart.globalArness lines
        "decodeProfile", Chart.decodeProfile lines
        "entropySink",
        Chart.entropySink
            [
                "instruct", [ SinkPoint(0, band 0.9, band 0.2); SinkPoint(1, band 0.4, band 1.5) ]
            ]
        "entropyMap", Chart.entropyMap "instruct" [ [ Some 0.5; Some 1.5 ]; [ None; Some 1.0 ] ]
        "passCurves", Chart.passCurves [ Series.passes "T = 1.0" [ score 1 0.3; score 2 0.4 ] ]
        "passBars", Chart.passBars [ 0.2, [ score 1 0.6; score 10 0.7 ]; 1.0, [ score 1 0.5; score 10 0.8 ] ]
        "speedScore", Chart.speedScore [ Series.scores "instruct" [ 1, score 1 0.6; 2, score 1 0.5 ] ]
        "rewardCurves", Chart.rewardCurves 1 [ Series.overSeeds "coupled" [ [ 1, 0.5; 2, 0.7 ]; [ 1, 0.7; 2, 0.9 ] ] ]
        "lossCurves", Chart.lossCurves [ Series.values "base" [ 1, 6.0; 2, 4.5 ] ]
        "cacheDrift", Chart.cacheDrift [ Series.measured "dual" [ CurvePoint(0, band 0.0); CurvePoint(1, band 0.2) ] ]
        "attention",
        Chart.attention
            [
                "update 1", Annealing.edges 0L 10 4 0
                "update 10", Annealing.edges 0L 10 4 9
            ]
        "lossByTime", Chart.lossByTime [ Series.values "instruct" [ 0.1, 0.4; 0.9, 2.8 ] ]
        "radar", Chart.radar models
        "scoreTable", Chart.scoreTable models
        "estimatorVariance", Chart.estimatorVariance [ "coupled", band 0.4; "decoupled", band 0.8 ]
        "arnessByStage", Chart.arnessByStage [ "local AR-ness@1", [ "base", band 0.8; "instruct", band 0.7 ] ]
        "lengths", Chart.lengths [ "base", [ 90; 91; 96 ]; "instruct", [ 40; 44; 60 ] ]
    ]

/// What plotly.js gets.
let json (chart: GenericChart) =
    JsonDocument.Parse(GenericChart.toFigureJson chart).RootElement

/// A member of a member of ...
let at (path: string) (element: JsonElement) =
    (element, path.Split '.')
    ||> Array.fold (fun element name -> element.GetProperty name)

let text path (element: JsonElement) =
    match (at path element).GetString() with
    | null -> failwith $"{path} is null"
    | text -> text

let items path (element: JsonElement) =
    [ for item in (at path element).EnumerateArray() -> item ]

let numbers path element =
    items path element |> List.map _.GetDouble()

let traces chart = json chart |> items "data"

/// The traces that the legend shows.
let drawn chart =
    traces chart
    |> List.filter (fun trace ->
        match trace.TryGetProperty "showlegend" with
        | true, shown -> shown.GetBoolean()
        | _ -> true)

let fails (work: unit -> 'a) =
    Xunit.Assert.Throws<ChartException>(fun () -> work () |> ignore).Message
