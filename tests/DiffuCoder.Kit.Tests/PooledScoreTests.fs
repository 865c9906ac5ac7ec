module DiffuCoder.Kit.Tests.PooledScoreTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Evaluation

let private single verdicts =
    Verdicts.result [ for passed in verdicts -> [ passed ] ]

[<Fact>]
let ``runs under different seeds count together, problem by problem`` () =
    let pooled =
        Evaluate.pool [ single [ true; false; false ]; single [ true; true; false ] ]

    [
        for problem in pooled.Problems -> [ for sample in problem.Samples -> sample.Passed ]
    ]
    |> should equal [ [ true; true ]; [ false; true ]; [ false; false ] ]

    [ for score in pooled.Base -> score.K, score.Value ] |> should equal [ 1, 0.5 ]

[<Fact>]
let ``one run is itself`` () =
    let run = single [ true; false ]
    Evaluate.pool [ run ] |> should equal run

[<Fact>]
let ``the difference is taken problem by problem, so that hard and easy problems cancel out`` () =
    let random = Random 5
    let before = [ for _ in 1..200 -> random.Next 2 = 0 ]
    // every twentieth problem more is solved
    let after = before |> List.mapi (fun i passed -> passed || i % 20 = 0)

    let gained =
        List.zip before after
        |> List.filter (fun (one, other) -> one <> other)
        |> List.length

    let gain = Evaluate.difference _.Passed (single before) (single after)
    gain.Value |> should (equalWithin 1e-12) (float gained / 200.0)
    gain.Problems |> should equal 200
    gain.Low |> should be (greaterThan 0.0)
    gain.High |> should be (lessThan 0.07)
    // the two scores alone would not tell
    (single after).Base.Head.Low
    |> should be (lessThan (single before).Base.Head.High)

[<Fact>]
let ``the other way round it is the opposite`` () =
    let one, other =
        single [ true; false; true; true ], Verdicts.result [ [ true; false ]; [ true; true ]; [ false; false ]; [ true; true ] ]

    let there = Evaluate.difference _.Passed one other
    let back = Evaluate.difference _.Passed other one
    there.Value |> should (equalWithin 1e-12) -0.125
    back.Value |> should (equalWithin 1e-12) 0.125

[<Fact>]
let ``a result differs from itself by nothing`` () =
    let run = single [ true; false ]
    let gain = Evaluate.difference _.Passed run run
    (gain.Value, gain.Low, gain.High) |> should equal (0.0, 0.0, 0.0)

[<Fact>]
let ``other problems and no runs at all are refused`` () =
    let message work =
        Assert.Throws<EvaluationException>(fun () -> work () |> ignore).Message

    message (fun () -> Evaluate.difference _.Passed (single [ true ]) (single [ true; false ]))
    |> should haveSubstring "different problems"

    (fun () -> Evaluate.pool [ single [ true ]; single [ true; false ] ] |> ignore)
    |> shouldFail

    Assert.Throws<EvaluationException>(fun () -> Evaluate.pool [] |> ignore).Message
    |> should haveSubstring "at least one"
