module DiffuCoder.Core.Tests.Evaluation.PassCurveTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation

[<Fact>]
let ``a curve has every k that all problems have answers for`` () =
    let curve =
        PassCurve.Of [| AnswerCount(10, 3); AnswerCount(5, 0); AnswerCount(6, 6) |]

    curve |> Seq.map _.K |> List.ofSeq |> should equal [ 1..5 ]

    for score in curve do
        score.Value
        |> should (equalWithin 1e-15) ((PassAtK.Of(10, 3, score.K) + 0.0 + 1.0) / 3.0)

    curve |> Seq.map _.Value |> should be ascending
    curve[0].Interval.Method |> should equal "bootstrap"

    (PassCurve.Of [| AnswerCount(1, 1) |] |> Seq.exactlyOne).Interval.Method
    |> should equal "wilson"

[<Fact>]
let ``numbers that make no sense are refused by name`` () =
    let message problems =
        Assert.Throws<EvaluationException>(fun () -> PassCurve.Of problems |> ignore).Message

    message [||] |> should haveSubstring "The number of problems is 0"

    message [| AnswerCount(0, 0) |]
    |> should haveSubstring "The number of answers to a problem is 0"

    message [| AnswerCount(2, 3) |] |> should haveSubstring "3 of 2"
