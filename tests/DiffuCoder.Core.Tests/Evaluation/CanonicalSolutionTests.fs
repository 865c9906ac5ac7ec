/// Whether the sandbox judges rightly, asked with two thousand programs whose verdict is known.
module DiffuCoder.Core.Tests.Evaluation.CanonicalSolutionTests

open System
open System.IO
open System.Text.Json
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

/// Canonical solutions that fail on this Python, with the reason. None is known.
let private failing: Map<string, string> = Map []

/// Solutions whose first condition can be swapped without a test noticing, with the reason.
let private indifferent =
    Map
        [
            "3", "every number of the tests has both a divisor and a non-divisor among those tried, or none is tried"
            "76", "the sum of squares comes out the same for the sides of the tests, swapped or not"
            "101", "the solution's exchange is a comparison and changes nothing (a mistake of the benchmark)"
            "189", "every list of the tests holds a 1 and another number"
            "192", "the one string of the tests with digits has letters too, and of the others only the digits matter"
            "225", "the smallest of a sorted list is found from either side"
            "347", "the number of squares comes out the same for the sides of the tests, swapped or not"
            "658", "the first number of every list is the right answer"
            "661", "the first sum decides nothing for the lists of the tests"
            "876", "the search starts at the smaller number and only takes longer"
            "952", "the binomial coefficient is symmetric"
        ]

/// What became of each program, judged as `Evaluate.score` judges it.
let private verdicts (sandbox: ISandbox) (limits: SandboxLimits) (programs: (Problem * Sample) list) =
    use scorer = new SampleScorer(sandbox, ScoringOptions(Limits = limits))

    programs
    |> List.map (fun (problem, sample) -> scorer.ScoreAsync(sample, problem, none))
    |> Task.WhenAll
    |> wait
    |> List.ofArray

let private usual =
    SandboxLimits(TestTime = TimeSpan.FromSeconds 10.0, CandidateTime = TimeSpan.FromSeconds 60.0)

let private explained (scores: SampleScore list) =
    [
        for score in scores ->
            let detail =
                Seq.append [ score.Result.Program ] score.Result.Tests
                |> Seq.tryFind (_.Passed >> not)
                |> Option.map (fun test -> $"{test.Outcome} {test.Detail}")
                |> Option.defaultValue ""

            $"{score.Sample.TaskId}: {detail}"
    ]
    |> String.concat "\n"

let private allPass (change: ISandbox -> Problem -> string) (benchmark: Benchmark) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())

    [
        for problem in benchmark.Problems -> problem, Sample(problem.TaskId, change sandbox.Value problem)
    ]
    |> verdicts sandbox.Value usual
    |> List.filter (fun score -> not score.PassedBase && not (failing.ContainsKey score.Sample.TaskId))
    |> explained
    |> should equal ""

let private asItIs _ (problem: Problem) = problem.CanonicalSolution

[<Fact>]
let ``every canonical solution of HumanEval passes`` () =
    RealBenchmarks.humanEval () |> allPass asItIs

[<Fact>]
let ``every canonical solution of MBPP passes`` () =
    RealBenchmarks.mbpp () |> allPass asItIs

/// The solution as a model would write it, sanitised again. The helpers that a prompt brings are part of the program.
let private rewritten (sandbox: ISandbox) (problem: Problem) =
    let written = problem.CanonicalSolution + "\nThat is all!\nprint(1)\n"
    wait (Sanitizer(sandbox).SanitizeAsync(written, problem))

[<Fact>]
let ``sanitising a canonical solution keeps all that it needs`` () =
    for benchmark in [ RealBenchmarks.humanEval (); RealBenchmarks.mbpp () ] do
        benchmark |> RealBenchmarks.some |> allPass rewritten

let private mutants (sandbox: ISandbox) (problem: Problem) =
    let script = File.ReadAllText(fixture "mutate.py")

    let request =
        JsonSerializer.Serialize
            {|
                program = problem.CanonicalSolution
                entry_point = problem.EntryPoint
            |}

    use answer = JsonDocument.Parse(wait (sandbox.AskAsync(script, request)))

    [
        for mutant in answer.RootElement.EnumerateObject() -> mutant.Name, problem, Sample(problem.TaskId, mutant.Value.GetString())
    ]

let private noneBrokenPasses (benchmark: Benchmark) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())

    let broken =
        benchmark.Problems |> List.ofSeq |> List.collect (mutants sandbox.Value)

    // a swapped condition may run for ever
    let quick =
        SandboxLimits(TestTime = TimeSpan.FromSeconds 2.0, CandidateTime = TimeSpan.FromSeconds 4.0)

    let scores =
        broken
        |> List.map (fun (_, problem, sample) -> problem, sample)
        |> verdicts sandbox.Value quick

    List.length broken |> should be (greaterThan benchmark.Problems.Count)

    [
        for (kind, problem, _), score in List.zip broken scores do
            if
                score.PassedBase
                && not (kind = "swapped branches" && indifferent.ContainsKey problem.TaskId)
            then
                $"{problem.TaskId}: {kind}"
    ]
    |> String.concat "\n"
    |> should equal ""

[<Fact>]
let ``no broken solution of HumanEval passes`` () =
    RealBenchmarks.humanEval () |> noneBrokenPasses

[<Fact>]
let ``no broken solution of MBPP passes`` () =
    let all = RealBenchmarks.mbpp ()

    // the slow task has a limit of its own, and its mutants would all use it up
    benchmarkOf
        all.Sha256
        [
            for problem in all.Problems do
                if not problem.TestTime.HasValue then
                    problem
        ]
    |> RealBenchmarks.some
    |> noneBrokenPasses
