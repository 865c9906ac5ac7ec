module DiffuCoder.Core.Tests.Evaluation.ReaderTests

open System
open System.IO
open System.IO.Compression
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

/// What every benchmark must promise: its own reference passes its own tests.
let private passesItself (benchmark: Benchmark) =
    let benchmark = wait (ReferenceOutputs(trusted ()).CompleteAsync benchmark)

    for problem in benchmark.Problems do
        let candidate =
            Candidate(
                problem.CanonicalSolution,
                [| yield! problem.BaseTests; yield! problem.PlusTests |],
                TestSetup = problem.TestSetup,
                ProgramSetup = problem.ProgramSetup
            )

        let result = runTrusted candidate (SandboxLimits())

        Assert.True(
            result.Passed,
            $"""{problem.TaskId}: {result.Program.Detail} {result.Tests |> Seq.map _.Detail |> String.concat "; "}"""
        )

[<Fact>]
let ``HumanEval is read as its authors distribute it`` () =
    let benchmark = HumanEvalFile.Read(fixture "humaneval.jsonl")
    benchmark.Name |> should equal "HumanEval"
    benchmark.Source |> should equal "humaneval.jsonl"
    benchmark.Form |> should equal RequestForm.Completion
    benchmark.HasPlus |> should be False
    let first = benchmark.Problems[0]
    (first.TaskId, first.EntryPoint) |> should equal ("HumanEval/900", "total")
    first.Prompt |> should startWith "from typing import List\n\n\ndef total("
    first.Prompt |> should endWith "\"\"\"\n"

    first.CanonicalSolution
    |> should endWith "    \"\"\"\n    return sum(numbers)\n"

    (first.BaseTests[0] :?> SandboxTest.Check).EntryPoint |> should equal "total"
    passesItself benchmark

[<Fact>]
let ``helpers that a prompt defines are the tests' own, so that a candidate cannot redefine them`` () =
    let benchmark = HumanEvalFile.Read(fixture "humaneval.jsonl")
    benchmark.Problems[0].TestSetup |> should equal ""

    benchmark.Problems[1].TestSetup
    |> should equal "def twice(x):\n    return 2 * x\n\n"

[<Fact>]
let ``a gzipped file is the same benchmark with another hash`` () =
    let plain = fixture "humaneval.jsonl"

    inFolder (fun folder ->
        let packed = Path.Combine(folder, "humaneval.jsonl.gz")

        do
            use target = new GZipStream(File.Create packed, CompressionLevel.Optimal)
            target.Write(File.ReadAllBytes plain)

        let one, other = HumanEvalFile.Read plain, HumanEvalFile.Read packed

        other.Problems[1].CanonicalSolution
        |> should equal one.Problems[1].CanonicalSolution

        other.Sha256 |> should not' (equal one.Sha256)

        one.Sha256
        |> should equal (Convert.ToHexStringLower(Security.Cryptography.SHA256.HashData(File.ReadAllBytes plain))))

[<Fact>]
let ``HumanEval+ has the arguments, and its tests once the reference has run`` () =
    let benchmark = EvalPlusFile.ReadHumanEval(fixture "humanevalplus.jsonl")
    benchmark.HasPlus |> should be True
    benchmark.Problems[0].Inputs.Plus[0] |> should equal "[[1, 1e999]]"
    benchmark.Problems[0].BaseTests |> should be Empty
    let complete = wait (ReferenceOutputs(trusted ()).CompleteAsync benchmark)

    (complete.Problems[0].BaseTests.Count, complete.Problems[0].PlusTests.Count)
    |> should equal (2, 2)

    (complete.Problems[0].PlusTests[0] :?> SandboxTest.Statements).Code
    |> should equal "_evalplus_judge(mean, \"[[1, 1e999]]\", \"inf\")"

    passesItself benchmark

[<Fact>]
let ``a reference that changes its arguments does not change the tests`` () =
    let benchmark =
        wait (ReferenceOutputs(trusted ()).CompleteAsync(EvalPlusFile.ReadHumanEval(fixture "humanevalplus.jsonl")))

    (benchmark.Problems[1].BaseTests[0] :?> SandboxTest.Statements).Code
    |> should haveSubstring "[[\\\"a\\\", \\\"b\\\\n\\\\u00e9\\\"]]"

[<Fact>]
let ``MBPP+ gets its tuples back from JSON`` () =
    let benchmark = EvalPlusFile.ReadMbpp(fixture "mbppplus.jsonl")

    let complete = wait (ReferenceOutputs(trusted ()).CompleteAsync benchmark)

    complete.Problems.Count |> should equal benchmark.Problems.Count
    benchmark.Form |> should equal RequestForm.Fenced
    passesItself benchmark

[<Fact>]
let ``MBPP+ as on Hugging Face has its further tests as a program`` () =
    let benchmark = EvalPlusFile.ReadMbpp(fixture "mbppplus-hf.jsonl")
    let problem = benchmark.Problems[0]

    (problem.TaskId, problem.EntryPoint, problem.BaseTests.Count, problem.PlusTests.Count)
    |> should equal ("Mbpp/3", "is_not_prime", 2, 1)

    passesItself benchmark

[<Fact>]
let ``MBPP is read as its authors distribute it, the test part by default`` () =
    let benchmark = MbppFile.Read(fixture "mbpp.jsonl")

    [ for problem in benchmark.Problems -> problem.TaskId ]
    |> should equal [ "11"; "12"; "123" ]

    MbppFile.Read(fixture "mbpp.jsonl", MbppPart.All).Problems.Count
    |> should equal 4

    let first = benchmark.Problems[0]
    first.CanonicalSolution |> should equal "def add(a, b):\n\treturn a + b"

    first.Prompt
    |> should equal "\"\"\"\nWrite a function to add.\nassert add(1, 2) == 3\n\"\"\"\n"

    benchmark.Problems[1].EntryPoint |> should equal "depth"
    benchmark.Problems[1].ProgramSetup |> should equal "root = Node()"

    benchmark.Problems[2].TestTime
    |> should equal (Nullable(TimeSpan.FromSeconds 60.0))

[<Fact>]
let ``BigCodeBench is asked in two ways and tested by its unittest class`` () =
    let complete =
        BigCodeBenchFile.Read(fixture "bigcodebench.jsonl", BigCodeBenchForm.Complete)

    let instruct =
        BigCodeBenchFile.Read(fixture "bigcodebench.jsonl", BigCodeBenchForm.Instruct)

    complete.Form |> should equal RequestForm.Completion
    complete.Problems[0].Request |> should startWith "import math\ndef task_func"
    instruct.Form |> should equal RequestForm.Fenced
    instruct.Problems[0].Request |> should startWith "Root of x."
    passesItself complete

[<Fact>]
let ``a unittest class that fails, or has no test, fails the problem`` () =
    let problem =
        (BigCodeBenchFile.Read(fixture "bigcodebench.jsonl", BigCodeBenchForm.Complete)).Problems[0]

    let outcome program test =
        (runTrusted (Candidate(program, [| test |])) (SandboxLimits())).Tests[0].Outcome

    outcome "def task_func(x):\n    return 2" problem.BaseTests[0]
    |> should equal TestOutcome.Wrong

    SandboxTest.Statements((problem.BaseTests[0] :?> SandboxTest.Statements).Code.Replace("def test_", "def tried_"))
    |> outcome problem.CanonicalSolution
    |> should equal TestOutcome.Wrong

[<Fact>]
let ``the first problems of a benchmark keep its hash`` () =
    let whole = HumanEvalFile.Read(fixture "humaneval.jsonl")
    let part = whole.First 1
    (part.Problems.Count, part.Sha256) |> should equal (1, whole.Sha256)
    whole.First(10).Problems.Count |> should equal 2

    Assert.Throws<EvaluationException>(fun () -> whole.First 0 |> ignore).Message
    |> should haveSubstring "is 0; it must be at least 1"
