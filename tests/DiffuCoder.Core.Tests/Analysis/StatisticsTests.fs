module DiffuCoder.Core.Tests.Analysis.StatisticsTests

open System.Collections.Generic
open Xunit
open FsUnit.Xunit
open DiffuCoder.Analysis
open DiffuCoder.Runtime

let private rows (values: float list list) : IReadOnlyList<IReadOnlyList<float>> =
    [| for row in values -> List.toArray row :> IReadOnlyList<float> |]

[<Fact>]
let ``a variance is that of the textbook, the mean over entries`` () =
    VarianceBand.Of([| 1.0; 2.0; 3.0; 4.0 |]).Value
    |> should (equalWithin 1e-12) (5.0 / 3.0)

    let band = VarianceBand.Mean(rows [ [ 1.0; 10.0 ]; [ 3.0; 10.0 ] ])
    band.Value |> should (equalWithin 1e-12) 1.0
    band.Count |> should equal 2

[<Fact>]
let ``a variance does not drown in a large mean`` () =
    VarianceBand.Of([| for i in 0..9 -> 1e9 + float (i % 2) |]).Value
    |> should (equalWithin 1e-9) (2.5 / 9.0)

[<Fact>]
let ``the band of a variance holds the true one, and narrows as more is drawn`` () =
    let band count =
        let stream = RandomSource(1L).Stream()
        // uniform on [0, 1): 1/12
        VarianceBand.Of [| for _ in 1..count -> stream.NextDouble() |]

    let few, many = band 50, band 2000
    (few.Low < 1.0 / 12.0 && 1.0 / 12.0 < few.High) |> should be True
    (many.Low < 1.0 / 12.0 && 1.0 / 12.0 < many.High) |> should be True
    (many.High - many.Low) |> should be (lessThan ((few.High - few.Low) / 3.0))

[<Fact>]
let ``a variance of one repetition, or of unequal ones, is refused`` () =
    let message (values: float list list) =
        Assert.Throws<AnalysisException>(fun () -> VarianceBand.Mean(rows values) |> ignore).Message

    message [ [ 1.0 ] ] |> should haveSubstring "is 1; it must be at least 2"
    message [ [ 1.0 ]; [ 1.0; 2.0 ] ] |> should haveSubstring "from 1 to 2 entries"

[<Fact>]
let ``a moving average stays centred up to the ends`` () =
    MovingAverage.Centred([| 0.0; 3.0; 0.0; 6.0; 0.0; 0.0 |], 3)
    |> List.ofSeq
    |> should equal [ 0.0; 1.0; 3.0; 2.0; 2.0; 0.0 ]

    // a line stays a line
    MovingAverage.Centred([| 0.0 .. 9.0 |], 5)
    |> List.ofSeq
    |> should equal [ 0.0 .. 9.0 ]

    MovingAverage.Centred([||], 3) |> should be Empty

    for width in [ 0; 4 ] do
        Assert.Throws<AnalysisException>(fun () -> MovingAverage.Centred([| 1.0 |], width) |> ignore).Message
        |> should haveSubstring $"is {width}"
