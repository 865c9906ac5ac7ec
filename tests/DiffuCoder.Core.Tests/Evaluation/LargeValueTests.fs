/// Values without a fixed cap: arguments and outputs of any number of digits or bytes that a right answer has.
module DiffuCoder.Core.Tests.Evaluation.LargeValueTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

/// A file of EvalPlus with one problem, whose function has a parameter n.
let private file (body: string) (plus: string) =
    JsonSerializer
        .Serialize(
            {|
                task_id = "HumanEval/0"
                prompt = "def f(n):\n"
                entry_point = "f"
                canonical_solution = $"    return {body}\n"
                base_input = [| [| 1 |] |]
                plus_input = "plus"
                atol = 0
            |}
        )
        .Replace("\"plus\"", plus)

let private scoreUnder (options: ScoringOptions) (text: string) (answers: string list) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())

    withFile "benchmark.jsonl" text (fun path ->
        let samples = Path.Combine(Path.GetDirectoryName path, "samples.jsonl")

        SamplesFile.Write(
            samples,
            [
                for body in answers -> Sample("HumanEval/0", $"def f(n):\n    return {body}\n")
            ]
        )

        wait (Evaluator(sandbox.Value).ScoreAsync(samples, EvalPlusFile.ReadHumanEval path, options)))

let private score = scoreUnder (ScoringOptions())

/// Base and further tests of each answer.
let private verdicts (result: EvaluationResult) =
    result.Excluded |> should be Empty

    [
        for sample in result.Problems[0].Samples -> sample.PassedBase, sample.PassedPlus
    ]

[<Fact>]
let ``outputs and arguments may have more than 4300 digits`` () =
    score (file "10**n" "[[4299], [4300], [100000]]") [ "10**n"; "10**n + (n > 4299)" ]
    |> verdicts
    |> should equal [ true, true; true, false ]

    score (file "n % 7" $"[[1{String('0', 4300)}]]") [ "n % 7"; "n % 8" ]
    |> verdicts
    |> should equal [ true, true; true, false ]

[<Fact>]
let ``outputs may take many megabytes, one or several`` () =
    score (file "'a' * n" "[[9000000], [5000000], [5000001]]") [ "'a' * n"; "'a' * min(n, 8999999)" ]
    |> verdicts
    |> should equal [ true, true; true, false ]

[<Fact>]
let ``an output too large to be handed over is compared by its digest`` () =
    let small = ScoringOptions(LargestOutput = (1L <<< 20))

    // equal values of other types are right, as everywhere; a value that only looks like the right one is not
    scoreUnder
        small
        (file "[(i, str(i)) for i in range(n)]" "[[90000]]")
        [
            "[(i, str(i)) for i in range(n)]"
            "[(float(i), str(i)) for i in range(n)]"
            "[(i, str(i)) for i in range(n - (n > 1))]"
            "[[i, str(i)] for i in range(n)]"
        ]
    |> verdicts
    |> should equal [ true, true; true, true; true, false; false, false ]

[<Fact>]
let ``numbers that are compared with a tolerance have no digest, and the problem says so`` () =
    let refused =
        Assert.Throws<EvaluationException>(fun () ->
            scoreUnder
                (ScoringOptions(LargestOutput = (1L <<< 20), Limits = SandboxLimits(ValueBytes = (1 <<< 20))))
                (file "[i / 3 for i in range(n)]" "[[90000]]")
                [ "[]" ]
            |> ignore)

    refused.Message
    |> should haveSubstring "HumanEval/0: the canonical solution on argument list 2 of 2"

    refused.Message |> should haveSubstring "is not compared exactly"

    // where there is room they are handed over whole
    scoreUnder
        (ScoringOptions(LargestOutput = (1L <<< 20)))
        (file "[i / 3 for i in range(n)]" "[[90000]]")
        [ "[i / 3 + 1e-8 for i in range(n)]"; "[i / 3 + 1e-2 for i in range(n)]" ]
    |> verdicts
    |> should equal [ true, true; false, false ]

[<Fact>]
let ``further arguments may be an empty object, as EvalPlus writes none`` () =
    score (file "n" "{}") [ "n"; "n + 1" ]
    |> verdicts
    |> should equal [ true, true; false, false ]

    Assert.Throws<EvaluationException>(fun () -> score (file "n" "{\"a\": 1}") [ "n" ] |> ignore).Message
    |> should haveSubstring "\"plus_input\" should be an array"

[<Fact>]
let ``arguments may be nested two hundred deep`` () =
    let nested = String('[', 200) + String(']', 200)

    score (file "n" $"[[{nested}]]") [ "n"; "[n]" ]
    |> verdicts
    |> should equal [ true, true; false, false ]
