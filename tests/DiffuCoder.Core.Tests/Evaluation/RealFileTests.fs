module DiffuCoder.Core.Tests.Evaluation.RealFileTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation

[<Fact>]
let ``all of HumanEval is read`` () =
    let benchmark = RealBenchmarks.humanEval ()
    benchmark.Problems.Count |> should equal 164

    benchmark.Sha256
    |> should equal "b796127e635a67f93fb35c04f4cb03cf06f38c8072ee7cee8833d7bee06979ef"

    [
        for problem in benchmark.Problems do
            if problem.TestSetup <> "" then
                problem.TaskId
    ]
    |> should equal [ "HumanEval/10"; "HumanEval/32"; "HumanEval/38"; "HumanEval/50" ]

[<Fact>]
let ``all of MBPP is read, and every problem has the function that its tests call`` () =
    let benchmark = RealBenchmarks.mbpp ()
    benchmark.Problems.Count |> should equal 974

    MbppFile.Read(RealBenchmarks.file "mbpp.jsonl").Problems.Count
    |> should equal 500

    for problem in benchmark.Problems do
        problem.CanonicalSolution |> should haveSubstring problem.EntryPoint

    [
        for problem in benchmark.Problems do
            if problem.ProgramSetup <> "" then
                problem.TaskId
    ]
    |> should equal [ "367"; "927" ]
