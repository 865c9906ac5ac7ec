/// One odd problem costs itself and is named; tests that cannot run are the benchmark's fault and end the run before anything is scored.
module DiffuCoder.Core.Tests.Evaluation.ExclusionTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private row (task: string) (body: string) (inputs: string) =
    $$"""{"task_id": "{{task}}", "prompt": "def f(n):\n", "entry_point": "f", "canonical_solution": "{{body}}", "base_input": {{inputs}}, "plus_input": [], "atol": 0}"""

let private odd =
    String.concat
        "\n"
        [
            row "HumanEval/0" "    return n + 1\\n" "[[1], [2]]"
            row "HumanEval/1" "    return 10 // n\\n" "[[1], [0]]"
            row "HumanEval/2" "    import time\\n    time.sleep(30 * n)\\n    return n\\n" "[[0], [1]]"
            row "HumanEval/3" "    return (i for i in range(n))\\n" "[[1]]"
            row "HumanEval/4" "    return g(n)\\n" "[[1]]"
            row "HumanEval/5" "    import os\\n    os._exit(n)\\n" "[[0]]"
            row "HumanEval/6" "    return [0] * n\\n" "[[1], [1000000000000]]"
        ]

let private scored (text: string) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())

    withFile "benchmark.jsonl" text (fun path ->
        let samples = Path.Combine(Path.GetDirectoryName path, "samples.jsonl")
        let benchmark = EvalPlusFile.ReadHumanEval path

        SamplesFile.Write(
            samples,
            [
                for problem in benchmark.Problems -> Sample(problem.TaskId, "def f(n):\n    return n + 1\n")
            ]
        )

        let options = ScoringOptions(ReferenceTime = TimeSpan.FromSeconds 2.0)
        let result = wait (Evaluator(sandbox.Value).ScoreAsync(samples, benchmark, options))

        let json (name: string) =
            JsonDocument.Parse(File.ReadAllText(samples.Replace("samples.jsonl", name))).RootElement

        result, json "samples_eval_results.json", json "samples_manifest.json")

[<Fact>]
let ``a problem whose own solution fails is left out and named, in result, results file and manifest`` () =
    let result, results, manifest = scored odd

    [ for problem in result.Problems -> problem.TaskId, problem.BaseCorrect ]
    |> should equal [ "HumanEval/0", 1 ]

    result.Base[0].Value |> should equal 1.0

    let reasons =
        dict [ for problem in result.Excluded -> problem.TaskId, problem.Reason ]

    for task, reason in
        [
            "HumanEval/1", "on argument list 2 of 2, [0]: ZeroDivisionError"
            "HumanEval/2", "on argument list 2 of 2, [1]: it takes more than 2 s"
            "HumanEval/3", "a generator is no plain value"
            "HumanEval/4", "NameError: name 'g' is not defined"
            "HumanEval/5", "on argument list 1 of 1, [0]: Died"
            "HumanEval/6", "it needs more memory than a reference may use"
        ] do
        reasons[task] |> should haveSubstring reason

    let excluded = results.GetProperty("excluded")

    excluded.GetProperty("HumanEval/1").GetString()
    |> should equal reasons["HumanEval/1"]

    manifest.GetProperty("benchmark").GetProperty("excluded").GetArrayLength()
    |> should equal 6

    manifest.GetProperty("benchmark").GetProperty("problems").GetInt32()
    |> should equal 1

[<Fact>]
let ``a benchmark of which nothing is left is refused with the first reason`` () =
    Assert.Throws<EvaluationException>(fun () -> row "HumanEval/1" "    return 10 // n\\n" "[[0]]" |> scored |> ignore).Message
    |> should
        haveSubstring
        "no problem of HumanEval+ can be measured. HumanEval/1: the canonical solution on argument list 1 of 1, [0]: ZeroDivisionError"

/// A problem of HumanEval whose tests are given.
let private withTests (tests: string) =
    JsonSerializer.Serialize
        {|
            task_id = "HumanEval/7"
            prompt = "def one(x):\n"
            entry_point = "one"
            canonical_solution = "    return x + 1\n"
            test = tests
        |}

let private refusal (tests: string) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())

    withFile "benchmark.jsonl" (withTests tests) (fun path ->
        let samples = Path.Combine(Path.GetDirectoryName path, "samples.jsonl")
        SamplesFile.Write(samples, [ Sample("HumanEval/7", "def one(x):\n    return x + 1\n") ])

        let problem =
            Assert.Throws<EvaluationException>(fun () ->
                wait (Evaluator(sandbox.Value).ScoreAsync(samples, HumanEvalFile.Read path, ScoringOptions()))
                |> ignore)

        File.Exists(samples.Replace("samples.jsonl", "samples_eval_results.json"))
        |> should be False

        problem.Message)

[<Fact>]
let ``tests that cannot run are an error that names task and cause, and nothing is scored`` () =
    for tests, cause in
        [
            "import not_installed_here\ndef check(candidate):\n    assert candidate(1) == 2\n", "No module named 'not_installed_here'"
            "def test(candidate):\n    assert candidate(1) == 2\n", "check"
            "def check(candidate):\n    assert candidate(1) ==\n", "SyntaxError"
        ] do
        let message = refusal tests
        message |> should haveSubstring "benchmark.jsonl: "
        message |> should haveSubstring "HumanEval/7: "
        message |> should haveSubstring cause

[<Fact>]
let ``tests that cannot run stop a run before its model is asked`` () =
    let asked = ResizeArray<string>()

    let answers =
        { new IAnswers with
            member _.Identity = readOnlyDict [ "model", "none" ]

            member _.Answer(problems, _, _) =
                for struct (problem, _) in problems do
                    asked.Add problem.TaskId

                [| for _ in problems -> Answer("    return 1", 1, true) |]
        }

    let cannot (candidate: Candidate) _ =
        CandidateResult(
            TestResult TestOutcome.Passed,
            [|
                for _ in candidate.Tests -> TestResult(TestOutcome.CannotRun, "ImportError: no such name")
            |],
            "",
            TimeSpan.Zero
        )

    let sandbox = Scripted(cannot, (fun _ _ -> environment)) :> ISandbox

    inFolder (fun folder ->
        Assert
            .Throws<EvaluationException>(fun () ->
                wait (Evaluator(sandbox).RunAsync(answers, benchmark 2, EvaluationOptions(), folder, null, ignore, none))
                |> ignore)
            .Message
        |> should haveSubstring "small/0: ImportError: no such name; small/1: ImportError: no such name")

    asked |> should be Empty

[<Fact>]
let ``a test that cannot run while answers are scored ends the run with the same error`` () =
    let outcome (candidate: Candidate) =
        if candidate.Program = (problem "any").CanonicalSolution then
            TestResult TestOutcome.Passed
        else
            TestResult(TestOutcome.CannotRun, "NameError: name 'helper' is not defined")

    let sandbox =
        Scripted(
            (fun candidate _ ->
                CandidateResult(TestResult TestOutcome.Passed, [| for _ in candidate.Tests -> outcome candidate |], "", TimeSpan.Zero)),
            (fun _ _ -> environment)
        )
        :> ISandbox

    withFile "samples.jsonl" """{"task_id": "small/0", "solution": "def f(x): return 1"}""" (fun path ->
        Assert
            .Throws<EvaluationException>(fun () ->
                wait (Evaluator(sandbox).ScoreAsync(path, benchmark 1, ScoringOptions()))
                |> ignore)
            .Message
        |> should haveSubstring "small/0: NameError: name 'helper' is not defined")

[<Fact>]
let ``a test that shows nothing is not passed`` () =
    let sandbox =
        Scripted(
            (fun candidate _ ->
                let outcome =
                    if candidate.Program = (problem "any").CanonicalSolution then
                        TestOutcome.Passed
                    else
                        TestOutcome.ShowedNothing

                CandidateResult(TestResult TestOutcome.Passed, [| for _ in candidate.Tests -> TestResult outcome |], "", TimeSpan.Zero)),
            (fun _ _ -> environment)
        )
        :> ISandbox

    withFile "samples.jsonl" """{"task_id": "small/0", "solution": "def f(x): return 1"}""" (fun path ->
        let result =
            wait (Evaluator(sandbox).ScoreAsync(path, benchmark 1, ScoringOptions()))

        result.Base[0].Value |> should equal 0.0

        result.Problems[0].Samples[0].Result.Tests[0].Outcome
        |> should equal TestOutcome.ShowedNothing)
