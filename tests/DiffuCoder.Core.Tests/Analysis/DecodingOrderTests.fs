module DiffuCoder.Core.Tests.Analysis.DecodingOrderTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Analysis
open DiffuCoder.Core.Tests.Analysis.HandMade

let private steps (order: DecodingOrder) =
    [ for step in order.Steps -> List.ofSeq step ]

let private masked (order: DecodingOrder) = List.ofSeq order.Masked

[<Fact>]
let ``positions count from the prompt, ascend within a step, and empty steps are dropped`` () =
    let order =
        trajectory [ 90; 91; Mask; Mask; Mask; Mask ] 2 [ []; [ 5; 3 ]; []; [ 2 ] ]
        |> DecodingOrder.Of

    steps order |> should equal [ [ 1; 3 ]; [ 0 ] ]
    List.ofSeq order.Flattened |> should equal [ 1; 3; 0 ]
    // position 2 was left masked
    masked order |> should equal [ 0; 1; 2; 3 ]

[<Fact>]
let ``a position that is revealed again keeps its first step`` () =
    trajectory [ 90; Mask; Mask ] 1 [ [ 1 ]; [ 2 ]; [ 1 ] ]
    |> DecodingOrder.Of
    |> steps
    |> should equal [ [ 0 ]; [ 1 ] ]

[<Fact>]
let ``what was no mask at the start, or stands in the prompt, does not count`` () =
    // position 0 is a mask of the prompt, and 3 was known until a hook masked it
    let order =
        trajectory [ Mask; 91; Mask; 93; Mask; Mask ] 2 [ [ 0 ]; [ 3; 4 ]; [ 2 ]; [ 5 ] ]
        |> DecodingOrder.Of

    steps order |> should equal [ [ 2 ]; [ 0 ]; [ 3 ] ]
    masked order |> should equal [ 0; 2; 3 ]

[<Fact>]
let ``padding behind the text can be left out, and then breaks no run`` () =
    let answer =
        trajectory (90 :: List.replicate 5 Mask) 1 [ [ 1 ]; [ 5 ]; [ 2 ]; [ 4 ]; [ 3 ] ]
        |> endingAt 4

    let whole, text =
        DecodingOrder.Of answer, DecodingOrder.Of(answer, CanvasScope.Text)

    steps whole |> should equal [ [ 0 ]; [ 4 ]; [ 1 ]; [ 3 ]; [ 2 ] ]
    steps text |> should equal [ [ 0 ]; [ 1 ]; [ 2 ] ]
    ArNess.Local(whole, 1) |> should (equalWithin 1e-15) 0.2
    ArNess.Local(text, 1) |> should equal 1.0

[<Fact>]
let ``in infilling the first token may be the leftmost mask wherever it stands`` () =
    let order =
        trajectory [ 90; Mask; Mask; 93; Mask ] 0 [ [ 1 ]; [ 2 ]; [ 4 ] ]
        |> DecodingOrder.Of

    steps order |> should equal [ [ 1 ]; [ 2 ]; [ 4 ] ]
    ArNess.Local(order, 1) |> should (equalWithin 1e-15) (2.0 / 3.0)
    ArNess.Global(order, 1) |> should equal 1.0

[<Fact>]
let ``a generation without a step has an empty order`` () =
    let order = trajectory [ 90; 91 ] 1 [] |> DecodingOrder.Of
    steps order |> should be Empty
    masked order |> should be Empty

[<Fact>]
let ``a profile says when each position was written`` () =
    let profile = order [ [ 2 ]; [ 0; 4 ]; [ 1 ] ] |> DecodeProfile.Of

    profile
    |> Seq.map defined
    |> List.ofSeq
    |> should equal [ Some 0.5; Some 1.0; Some 0.0; None; Some 0.5 ]

    order [ [ 0; 1 ] ]
    |> DecodeProfile.Of
    |> List.ofSeq
    |> should equal [ 0.0; 0.0 ]

[<Fact>]
let ``the mean profile is over those that wrote the position`` () =
    let points =
        DecodeProfile.Mean [| order [ [ 0 ]; [ 1 ]; [ 4 ] ]; order [ [ 1 ]; [ 0 ] ] |]

    [ for point in points -> point.At, point.Value.Mean, point.Value.Count ]
    |> should equal [ 0, 0.5, 2; 1, 0.25, 2; 4, 1.0, 1 ]

[<Fact>]
let ``a band holds the mean, is the same for the same seed, and a point for equal values`` () =
    let values = [ for i in 0..39 -> float (i % 7) / 7.0 ]

    let band seed =
        Band.Of(values, BandOptions(Seed = seed))

    band 1L |> should equal (band 1L)
    band 1L |> should not' (equal (band 2L))
    (band 1L).Low |> should be (lessThan (List.average values))
    (band 1L).High |> should be (greaterThan (List.average values))
    // about the normal interval
    let half = 1.96 * sqrt (0.08 / 40.0)
    (band 1L).High - (band 1L).Low |> should (equalWithin 0.03) (2.0 * half)

    Band.Of [ 0.25; nan; 0.25 ] |> should equal (Band(0.25, 0.25, 0.25, 2))

[<Fact>]
let ``lengths are those of the texts, without the stop token`` () =
    let answer textEnd =
        trajectory (90 :: List.replicate 4 Mask) 1 [ [ 1; 2; 3; 4 ] ]
        |> endingAt textEnd

    let lengths = LengthStatistics.Of [| answer 5; answer 1; answer 3; answer 2 |]

    (lengths.Count, lengths.Least, lengths.Most, lengths.Cut)
    |> should equal (4, 0, 4, 1)

    (lengths.Mean, lengths.Median) |> should equal (1.75, 1.5)
    lengths.Quantile 0.25 |> should equal 0.75

    Assert.Throws<AnalysisException>(fun () -> lengths.Quantile 1.5 |> ignore).Message
    |> should equal "The share of a quantile is 1.5; it must lie in [0, 1]."

    Assert.Throws<AnalysisException>(fun () -> LengthStatistics.Of [||] |> ignore).Message
    |> should haveSubstring "There are no trajectories"
