/// Wrong answers get the verdict that plain Python gives them: mutants of canonical solutions, judged in the sandbox and without one.
module DiffuCoder.Core.Tests.Evaluation.MutantTests

open System
open System.IO
open System.Text.Json
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private mutants (most: int) (problem: Problem) =
    let request =
        JsonSerializer.Serialize
            {|
                program = problem.CanonicalSolution
                most = most
            |}

    use answer =
        JsonDocument.Parse(askPython (File.ReadAllText(fixture "mutants.py")) request)

    [
        for mutant in answer.RootElement.EnumerateArray() -> string (mutant.GetProperty "kind"), string (mutant.GetProperty "program")
    ]

let private inputsOf (problem: Problem) =
    Seq.append problem.Inputs.Base problem.Inputs.Plus |> Array.ofSeq

/// Without a sandbox: for each problem and program whether each test passes.
let private plainly (dataset: string) (seconds: float) (asked: (Problem * string list) list) : bool[][][] =
    let request =
        JsonSerializer.Serialize
            {|
                published = File.ReadAllText(fixture "published_rule.py")
                arguments = PythonScripts.Arguments
                seconds = seconds
                problems =
                    [|
                        for problem, programs in asked ->
                            {|
                                dataset = dataset
                                task_id = problem.TaskId
                                entry_point = problem.EntryPoint
                                canonical = problem.CanonicalSolution
                                inputs = inputsOf problem
                                tolerance = problem.Inputs.Tolerance
                                programs = Array.ofList programs
                            |}
                    |]
            |}

    python (File.ReadAllText(fixture "plain_verdicts.py")) request
    |> JsonSerializer.Deserialize<bool[][][]>

let private inSandbox (sandbox: ISandbox) (limits: SandboxLimits) (asked: (Problem * string list) list) : SampleScore[][] =
    use scorer = new SampleScorer(sandbox, ScoringOptions(Limits = limits))

    [
        for problem, programs in asked ->
            [
                for program in programs -> scorer.ScoreAsync(Sample(problem.TaskId, program), problem, none)
            ]
            |> Task.WhenAll
    ]
    |> Task.WhenAll
    |> wait

/// The mutants whose verdicts differ, and how many passed and failed of those that do not.
let private compared (dataset: string) (most: int) (benchmark: Benchmark) =
    use sandbox = new Owned(RealBenchmarks.sandbox ())

    let complete = wait (ReferenceOutputs(sandbox.Value).CompleteAsync benchmark)

    complete.Excluded |> should be Empty

    let made = [ for problem in complete.Problems -> problem, mutants most problem ]
    let asked = made |> List.map (fun (problem, made) -> problem, made |> List.map snd)
    // a test of these takes milliseconds or for ever
    let plain = plainly dataset 0.25 asked

    let limits =
        SandboxLimits(TestTime = TimeSpan.FromSeconds 1.0, CandidateTime = TimeSpan.FromSeconds 12.0, ValueBytes = (256 <<< 20))

    let sandboxed = inSandbox sandbox.Value limits asked

    let verdicts =
        [
            for i, (problem, made) in List.indexed made do
                for j, (kind, program) in List.indexed made do
                    let result = (sandboxed[i][j]: SampleScore).Result
                    let theirs = List.ofArray (plain[i][j]: bool[])

                    let ours = [ for test in result.Tests -> result.Program.Passed && test.Passed ]

                    $"{problem.TaskId}, {kind}:\n{program}", ours, theirs
        ]

    let different =
        [
            for name, ours, theirs in verdicts do
                if ours <> theirs then
                    name
        ]

    let passed =
        verdicts |> List.filter (fun (_, ours, _) -> List.forall id ours) |> List.length

    different, passed, verdicts.Length - passed

[<Fact>]
let ``mutants of solutions get the verdict of plain Python, test by test`` () =
    let different, passed, failed =
        EvalPlusFile.ReadHumanEval(fixture "evalplus-own.jsonl")
        |> compared "humaneval" 20

    different |> should be Empty
    // both kinds have to be there: a mutant may mean the same
    passed |> should be (greaterThan 5)
    failed |> should be (greaterThan 40)

[<Fact>]
let ``the same program has the same mutants`` () =
    let problem = (EvalPlusFile.ReadHumanEval(fixture "evalplus-own.jsonl")).Problems[3]

    mutants 10 problem |> should equal (mutants 10 problem)

    mutants 40 problem
    |> List.map fst
    |> List.distinct
    |> List.sort
    |> should equal [ "comparison"; "constant"; "operator"; "returned value" ]

/// Some of the problems, on their first arguments: all of them take hours.
let private part (count: int) (benchmark: Benchmark) =
    let few (inputs: ReferenceInputs) =
        ReferenceInputs(inputs.Base, Array.truncate count (Array.ofSeq inputs.Plus), inputs.Tolerance)

    benchmarkOf
        benchmark.Sha256
        [
            for i, problem in Seq.indexed benchmark.Problems do
                if i % (if RealBenchmarks.areWhole then 8 else 24) = 0 then
                    Problem(
                        TaskId = problem.TaskId,
                        EntryPoint = problem.EntryPoint,
                        Prompt = problem.Prompt,
                        Request = problem.Request,
                        CanonicalSolution = problem.CanonicalSolution,
                        Inputs = few problem.Inputs
                    )
        ]

let private named name (benchmark: Benchmark) =
    Benchmark(
        Name = name,
        Problems = benchmark.Problems,
        Form = benchmark.Form,
        Stops = benchmark.Stops,
        Source = benchmark.Source,
        Sha256 = benchmark.Sha256
    )

[<Fact>]
let ``mutants of HumanEval+ get the verdict of plain Python, test by test`` () =
    let different, _, failed =
        RealBenchmarks.humanEvalPlus () |> part 20 |> compared "humaneval" 5

    different |> should be Empty
    failed |> should be (greaterThan 10)

[<Fact>]
let ``mutants of MBPP+ get the verdict of plain Python, test by test`` () =
    let different, _, failed =
        RealBenchmarks.mbppPlus () |> part 20 |> named "MBPP+" |> compared "mbpp" 4

    different |> should be Empty
    failed |> should be (greaterThan 20)
