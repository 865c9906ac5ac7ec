module DiffuCoder.Core.Tests.Evaluation.ScoreTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private plus () =
    EvalPlusFile.ReadHumanEval(fixture "humanevalplus.jsonl")

let private line (task: string) (solution: string) =
    JsonSerializer.Serialize
        {|
            task_id = task
            solution = solution
        |}
    + "\n"

/// The mean of the base tests only, and one that is right.
let private answers =
    line "HumanEval/900" "def mean(numbers):\n    return {6: 2.0, 4: 4.0}[sum(numbers)]\n"
    + line "HumanEval/900" "def mean(numbers):\n    return sum(numbers) / len(numbers) + 1e-9\n"
    + line "HumanEval/901" "def clear(items):\n    return len(items)\n"
    + line "HumanEval/901" "def clear(items):\n    while True: pass\n"

let private quick =
    ScoringOptions(Ks = [| 1; 2 |], Limits = SandboxLimits(TestTime = TimeSpan.FromSeconds 1.0))

[<Fact>]
let ``a file of EvalPlus is scored without a model, base and plus, into its own layout`` () =
    withFile "samples.jsonl" answers (fun path ->
        let result = wait (Evaluator(trusted ()).ScoreAsync(path, plus (), quick))

        [ for problem in result.Problems -> problem.BaseCorrect, problem.PlusCorrect ]
        |> should equal [ 2, 1; 1, 1 ]

        [ for score in result.Base -> score.K, score.Value ]
        |> should equal [ 1, 0.75; 2, 1.0 ]

        [ for score in result.Plus -> score.K, score.Value ]
        |> should equal [ 1, 0.5; 2, 1.0 ]

        let results = path.Replace("samples.jsonl", "samples_eval_results.json")
        let json = JsonDocument.Parse(File.ReadAllText results).RootElement
        json.GetProperty("hash").GetString() |> should equal (plus ()).Sha256
        let first = json.GetProperty("eval").GetProperty("HumanEval/900")[0]

        [ for field in first.EnumerateObject() -> field.Name ]
        |> should
            equal
            [
                "task_id"
                "solution"
                "base_status"
                "plus_status"
                "base_fail_tests"
                "plus_fail_tests"
            ]

        first.GetProperty("base_status").GetString() |> should equal "pass"
        first.GetProperty("plus_status").GetString() |> should equal "fail"
        first.GetProperty("base_fail_tests").GetRawText() |> should equal "[]"

        first.GetProperty("plus_fail_tests").GetRawText()
        |> should equal "[[[1, 1e999]],[[0.1, 0.2]]]"

        let last = json.GetProperty("eval").GetProperty("HumanEval/901")[1]
        last.GetProperty("base_status").GetString() |> should equal "timeout"

        File.Exists(path.Replace("samples.jsonl", "samples_manifest.json"))
        |> should be True)

[<Fact>]
let ``a file with too few answers for a k is refused`` () =
    withFile "samples.jsonl" (line "small/0" "x") (fun path ->
        Assert
            .Throws<EvaluationException>(fun () ->
                wait (Evaluator(judged (fun _ -> true)).ScoreAsync(path, benchmark 1, ScoringOptions(Ks = [| 10 |])))
                |> ignore)
            .Message
        |> should haveSubstring "Ks asks for pass@10, and a task of the file has 1 answer;")

[<Fact>]
let ``tests without arguments are shown as code, and no plus is null`` () =
    withFile "samples.jsonl" (line "small/0" "def f(x):\n    return 2\n") (fun path ->
        wait (Evaluator(trusted ()).ScoreAsync(path, benchmark 1, ScoringOptions()))
        |> ignore

        let json =
            JsonDocument.Parse(File.ReadAllText(path.Replace(".jsonl", "_eval_results.json"))).RootElement

        let first = json.GetProperty("eval").GetProperty("small/0")[0]
        first.GetProperty("plus_status").ValueKind |> should equal JsonValueKind.Null

        first.GetProperty("base_fail_tests").GetRawText()
        |> should equal "[\"f(1) == 1\"]")

[<Fact>]
let ``a problem known to be slow gets its time`` () =
    let slow =
        Problem(
            TaskId = "slow",
            EntryPoint = "f",
            Prompt = "",
            Request = "",
            CanonicalSolution = "",
            BaseTests = [| SandboxTest.Statements "f()"; SandboxTest.Statements "f()" |],
            TestTime = Nullable(TimeSpan.FromSeconds 50.0)
        )

    let mutable given = SandboxLimits()

    let sandbox =
        Scripted(
            (fun candidate limits ->
                given <- limits

                CandidateResult(
                    TestResult TestOutcome.Passed,
                    [| for _ in candidate.Tests -> TestResult TestOutcome.Passed |],
                    "",
                    TimeSpan.Zero
                )),
            (fun _ _ -> environment)
        )
        :> ISandbox

    withFile "samples.jsonl" (line "slow" "x") (fun path ->
        wait (Evaluator(sandbox).ScoreAsync(path, benchmarkOf "00" [ slow ], ScoringOptions()))
        |> ignore)

    (given.TestTime, given.CandidateTime)
    |> should equal (TimeSpan.FromSeconds 50.0, TimeSpan.FromSeconds 100.0)

let private same dataset name arguments value expected tolerance =
    let code =
        $"assert agrees(\"{dataset}\", \"{name}\", {arguments}, {value}, {expected}, {tolerance})"

    (runTrusted (Candidate("", [| SandboxTest.Statements code |], TestSetup = PythonScripts.Compare)) (SandboxLimits())).Passed

[<Theory>]
[<InlineData("3", "3", "0", true)>]
[<InlineData("3", "4", "0", false)>]
[<InlineData("True", "1", "0", true)>]
[<InlineData("0.1 + 0.2", "0.3", "0", true)>]
[<InlineData("0.31", "0.3", "0", false)>]
[<InlineData("0.31", "0.3", "0.1", true)>]
[<InlineData("1", "1.0000001", "0", false)>]
[<InlineData("[0.1 + 0.2, 1.0]", "[0.3, 1.0]", "0", true)>]
[<InlineData("(0.1 + 0.2, 1.0)", "[0.3, 1.0]", "0", false)>]
[<InlineData("[0.3]", "[0.3, 1.0]", "0", false)>]
[<InlineData("inf", "inf", "0", true)>]
[<InlineData("1e308", "inf", "0", false)>]
[<InlineData("nan", "nan", "0", true)>]
[<InlineData("0.0", "nan", "0", false)>]
[<InlineData("nan", "0.0", "0", false)>]
[<InlineData("[1.0]", "[1.0, 1.0]", "0", false)>]
[<InlineData("[1.0, None]", "[1.0, 2.0]", "0", false)>]
[<InlineData("[[1.0, 2.0], [3.0]]", "[[1.0], [3.0]]", "0.1", false)>]
[<InlineData("10**400", "1.0", "0.1", false)>]
[<InlineData("10**400", "1", "0.1", false)>]
[<InlineData("None", "0.5", "0", false)>]
[<InlineData("'a'", "'b'", "0.5", false)>]
let ``values are compared as EvalPlus compares them`` (value: string, expected: string, tolerance: string, agree: bool) =
    same "humaneval" "f" "()" value expected tolerance |> should equal agree

[<Theory>]
[<InlineData("similar_elements", "()", "(1, 2)", "(2, 1)", true)>]
[<InlineData("similar_elements", "()", "(1, 2)", "(2, 3)", false)>]
[<InlineData("are_equivalent", "()", "False", "True", true)>]
[<InlineData("sum_div", "()", "0", "7", true)>]
[<InlineData("sum_div", "()", "8", "7", false)>]
[<InlineData("check_str", "()", "'a match'", "True", true)>]
[<InlineData("check_str", "()", "None", "True", false)>]
[<InlineData("surface_Area", "(3, 4)", "35", "33", true)>]
[<InlineData("digit_distance_nums", "(23, 456)", "9", "1", false)>]
[<InlineData("digit_distance_nums", "(23, 456)", "10", "1", true)>]
let ``MBPP+'s tasks with more than one right answer have its rules``
    (name: string, arguments: string, value: string, expected: string, agree: bool)
    =
    same "mbpp" name arguments value expected "0" |> should equal agree

[<Fact>]
let ``a root is right when it is one`` () =
    same "humaneval" "find_zero" "([1, 2],)" "-0.5" "7" "0.0001" |> should be True
    same "humaneval" "find_zero" "([1, 2],)" "-0.4" "7" "0.0001" |> should be False

    same "humaneval" "find_zero" "([1, 2, 1],)" "1e200" "7" "0.0001"
    |> should be False

    same "humaneval" "find_zero" "([1, 2],)" "inf" "7" "0.0001" |> should be False
    same "humaneval" "find_zero" "([1, 2],)" "None" "7" "0.0001" |> should be False
