module DiffuCoder.Core.Tests.Analysis.EntropyTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Analysis
open DiffuCoder.Core.Tests.Analysis.HandMade

[<Fact>]
let ``the sink is what the first step thought, by distance from the prompt`` () =
    [
        for position in EntropySink.Of(recorded false [ 0.25f; 0.5f; 0.75f ]) -> position.Distance, position.Confidence, position.Entropy
    ]
    |> should equal [ 0, 0.75, 0.25; 1, 0.5, 0.5; 2, 0.25, 0.75 ]

[<Fact>]
let ``the mean sink is over the generations that reach so far`` () =
    let points =
        EntropySink.Mean [| recorded false [ 0.25f; 0.5f; 0.75f ]; recorded true [ 0.5f; 0.5f ] |]

    [
        for point in points -> point.Distance, point.Entropy.Mean, point.Confidence.Mean, point.Entropy.Count
    ]
    |> should equal [ 0, 0.375, 0.625, 2; 1, 0.5, 0.5, 2; 2, 0.75, 0.25, 1 ]

    points[0].Entropy.Low |> should equal 0.25
    points[0].Entropy.High |> should equal 0.5

[<Fact>]
let ``the map has the entropy of what was masked at each step, and nothing elsewhere`` () =
    let map = EntropyMap.Of(recorded true [ 0.25f; 0.5f; 1.0f ])
    (map.Steps, map.Positions) |> should equal (3, 3)

    [ for row in map.Entropies -> List.ofSeq row |> List.map defined ]
    |> should
        equal
        [
            [ Some 0.25; Some 0.5; Some 1.0 ]
            [ None; Some 0.25; Some 0.5 ]
            [ None; None; Some 0.25 ]
        ]

[<Fact>]
let ``the mean map says of how many generations each entry is`` () =
    let map =
        EntropyMap.Mean [| recorded true [ 0.25f; 0.5f; 1.0f ]; recorded true [ 0.75f; 1.0f ] |]

    [ for row in map.Entropies -> List.ofSeq row |> List.map defined ]
    |> should
        equal
        [
            [ Some 0.5; Some 0.75; Some 1.0 ]
            [ None; Some 0.375; Some 0.5 ]
            [ None; None; Some 0.25 ]
        ]

    [ for row in map.Counts -> List.ofSeq row ]
    |> should equal [ [ 2; 2; 1 ]; [ 0; 2; 1 ]; [ 0; 0; 1 ] ]

[<Fact>]
let ``padding can be left out`` () =
    let answer = recorded true [ 0.25f; 0.5f; 1.0f ] |> endingAt 4
    EntropySink.Of(answer, CanvasScope.Text) |> Seq.length |> should equal 2
    EntropyMap.Of(answer, CanvasScope.Text).Positions |> should equal 2

[<Fact>]
let ``a generation without steps has no sink and an empty map`` () =
    let nothing = trajectory [ 90; 91 ] 1 []
    EntropySink.Of nothing |> should be Empty
    let map = EntropyMap.Of nothing
    (map.Steps, map.Positions) |> should equal (0, 0)

[<Fact>]
let ``a missing recording is named with the option that makes it`` () =
    let message (work: unit -> obj) =
        Assert.Throws<AnalysisException>(fun () -> work () |> ignore).Message

    let unrecorded = trajectory [ 90; Mask ] 1 [ [ 1 ] ]

    message (fun () -> EntropySink.Of unrecorded)
    |> should
        equal
        "Step 0 has no recorded candidates: the trajectory was sampled without them. Sample it again with RecordCandidates = FirstStep."

    message (fun () -> EntropyMap.Of(recorded false [ 0.25f; 0.5f ]))
    |> should
        equal
        "Step 1 has no recorded candidates: the trajectory was sampled without them. Sample it again with RecordCandidates = EveryStep."

    message (fun () -> EntropySink.Mean [||])
    |> should haveSubstring "There are no trajectories"

    message (fun () -> EntropyMap.Mean [||])
    |> should haveSubstring "There are no trajectories"

[<Fact>]
let ``ties are tokens written at no more than so much entropy`` () =
    // every reveal by hand has an entropy of a quarter
    let answer = trajectory [ 90; Mask; Mask ] 1 [ [ 1 ]; [ 2 ] ]
    EntropyTies.Share answer |> should equal 0.0
    EntropyTies.Share(answer, nats = 0.2) |> should equal 0.0
    EntropyTies.Share(answer, nats = 0.25) |> should equal 1.0
    EntropyTies.Mean([| answer; answer |], nats = 0.25).Mean |> should equal 1.0
