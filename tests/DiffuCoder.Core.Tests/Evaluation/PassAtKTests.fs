module DiffuCoder.Core.Tests.Evaluation.PassAtKTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation

/// Every choice of k items.
let rec private choices k items =
    match k, items with
    | 0, _ -> [ [] ]
    | _, [] -> []
    | k, first :: rest ->
        (choices (k - 1) rest |> List.map (fun others -> first :: others))
        @ choices k rest

[<Fact>]
let ``the estimate is the share of all choices of k answers that hold a right one`` () =
    for n in 1..9 do
        for c in 0..n do
            for k in 1..n do
                let all = choices k [ for i in 1..n -> i <= c ]
                let hits = all |> List.filter (List.exists id) |> List.length

                PassAtK.Of(n, c, k)
                |> should (equalWithin 1e-12) (float hits / float all.Length)

[<Fact>]
let ``of one answer it is the share of right answers`` () =
    PassAtK.Of(200, 37, 1) |> should (equalWithin 1e-12) (37.0 / 200.0)

[<Fact>]
let ``many answers do not overflow`` () =
    PassAtK.Of(10_000, 10, 1000)
    |> should
        (equalWithin 1e-9)
        (1.0
         - Seq.fold (fun product i -> product * float (9000 - i) / float (10_000 - i)) 1.0 (seq { 0..9 }))

[<Fact>]
let ``numbers that make no sense are refused by name`` () =
    let message n c k =
        Assert.Throws<EvaluationException>(fun () -> PassAtK.Of(n, c, k) |> ignore).Message

    message 5 1 6
    |> should haveSubstring "pass@6 needs k from 1 to the number of samples, and there are 5"

    message 5 1 0 |> should haveSubstring "pass@0"
    message 5 6 1 |> should haveSubstring "6 of 5"
