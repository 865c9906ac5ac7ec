module DiffuCoder.Kit.Tests.Scores.TenthsTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Scores

let private said shares =
    let lines = ResizeArray()
    shares |> List.iter (Tenths.told lines.Add "answers")
    List.ofSeq lines

[<Fact>]
let ``progress is told at each new tenth, and its end by who did the work`` () =
    said [ for percent in 0..100 -> float percent / 100.0 ]
    |> should equal [ for tenth in 1..9 -> $"answers: {10 * tenth} %%" ]

[<Fact>]
let ``what goes on begins where it is, and does not fall back`` () =
    said [ 0.71; 0.72; 0.65; 0.95; 0.95 ]
    |> should equal [ "answers: 70 %"; "answers: 90 %" ]
