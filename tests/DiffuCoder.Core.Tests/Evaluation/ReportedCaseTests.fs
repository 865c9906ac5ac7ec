/// Inputs that once failed, where a checkout has them beside it.
module DiffuCoder.Core.Tests.Evaluation.ReportedCaseTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private score (benchmark: Benchmark) (samples: string) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())
    wait (Evaluator(sandbox.Value).ScoreAsync(samples, benchmark, ScoringOptions()))

[<Fact>]
let ``files of EvalPlus with odd values pass with their right answers`` () =
    RealBenchmarks.withCases "evalplus" (fun folder ->
        let benchmarks = Directory.GetFiles(folder, "*.bench.jsonl")
        benchmarks.Length |> should be (greaterThan 0)

        [
            for benchmark in benchmarks do
                let samples = benchmark.Replace(".bench.jsonl", ".samples.jsonl")
                let result = score (EvalPlusFile.ReadHumanEval benchmark) samples

                if
                    result.Excluded.Count > 0
                    || result.Base[0].Value < 1.0
                    || result.Plus[0].Value < 1.0
                then
                    Path.GetFileName benchmark
        ]
        |> should be Empty)

[<Fact>]
let ``a large answer under plain HumanEval passes`` () =
    RealBenchmarks.withCases "evalplus" (fun folder ->
        let result =
            score (HumanEvalFile.Read(Path.Combine(folder, "he9.jsonl"))) (Path.Combine(folder, "he9.s.jsonl"))

        result.Base[0].Value |> should equal 1.0)

[<Fact>]
let ``tests that cannot run are refused by task and cause, and six answers of which three are right score a half`` () =
    RealBenchmarks.withCases "tests-that-cannot-run" (fun folder ->
        let at name = Path.Combine(folder, name)

        for name, cause in
            [
                "he-needs-library.jsonl", "not_installed_here"
                "he-no-check.jsonl", "check"
                "he-test-syntax.jsonl", "SyntaxError"
            ] do
            let problem =
                Assert.Throws<EvaluationException>(fun () -> score (HumanEvalFile.Read(at name)) (at "s.jsonl") |> ignore)

            problem.Message |> should haveSubstring "HumanEval/0: "
            problem.Message |> should haveSubstring cause

        (score (HumanEvalFile.Read(at "six.problems.jsonl")) (at "six.jsonl")).Base[0].Value
        |> should equal 0.5)

let private allPass (benchmark: Benchmark) =
    inFolder (fun folder ->
        let samples = Path.Combine(folder, "samples.jsonl")

        SamplesFile.Write(
            samples,
            [
                for problem in benchmark.Problems -> Sample(problem.TaskId, problem.CanonicalSolution)
            ]
        )

        let result = score benchmark samples

        [ for problem in result.Excluded -> $"{problem.TaskId}: {problem.Reason}" ]
        |> should be Empty

        [
            for problem in result.Problems do
                if problem.PlusCorrect = 0 then
                    problem.TaskId
        ]
        |> should be Empty)

[<Fact>]
let ``canonical solutions of HumanEval+ pass`` () =
    RealBenchmarks.humanEvalPlus () |> RealBenchmarks.some |> allPass

[<Fact>]
let ``canonical solutions of MBPP+ pass`` () =
    RealBenchmarks.mbppPlus () |> RealBenchmarks.some |> allPass
