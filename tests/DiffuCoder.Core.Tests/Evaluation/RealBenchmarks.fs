/// The real files, which lie beside the checkout where there are some.
module DiffuCoder.Core.Tests.Evaluation.RealBenchmarks

open System
open System.IO
open Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox

/// The folder `shared` beside the checkout, with benchmarks and cases.
let private shared =
    let rec checkout (at: DirectoryInfo | null) =
        match at with
        | null -> None
        | here when File.Exists(Path.Combine(here.FullName, "DiffuCoder.Kit.sln")) -> Option.ofObj here.Parent
        | here -> checkout here.Parent

    checkout (DirectoryInfo AppContext.BaseDirectory)
    |> Option.map (fun parent -> Path.Combine(parent.FullName, "shared"))

/// A file of `shared/data`; the test is skipped where it is not there.
let file (name: string) =
    match shared |> Option.map (fun folder -> Path.Combine(folder, "data", name)) with
    | Some path when File.Exists path -> path
    | _ ->
        Assert.Skip $"{name} is not there: put the benchmark's original file into shared/data beside the checkout."
        ""

/// The files of a folder of `shared/cases`, in a copy that results may be written beside; the test is skipped where there is none.
let withCases (name: string) (work: string -> unit) =
    match shared |> Option.map (fun folder -> Path.Combine(folder, "cases", name)) with
    | Some folder when Directory.Exists folder ->
        let copy = Directory.CreateTempSubdirectory("diffucoder-cases-").FullName

        try
            for file in Directory.GetFiles folder do
                File.WriteAllBytes(Path.Combine(copy, Path.GetFileName file), File.ReadAllBytes file)

            work copy
        finally
            Directory.Delete(copy, recursive = true)
    | _ -> Assert.Skip $"There are no cases {name} in shared/cases beside the checkout."

let humanEval () =
    HumanEvalFile.Read(file "humaneval.jsonl.gz")

let mbpp () =
    MbppFile.Read(file "mbpp.jsonl", MbppPart.All)

let humanEvalPlus () =
    EvalPlusFile.ReadHumanEval(file "HumanEvalPlus-v0.1.10.jsonl.gz")

let mbppPlus () =
    EvalPlusFile.ReadMbpp(file "MbppPlus-v0.2.0.jsonl.gz")

/// Whether tests that judge a benchmark's every problem do so, which takes minutes; else they take some.
let areWhole = Environment.GetEnvironmentVariable "DIFFUCODER_TESTS" = "whole"

/// Every fifth problem of a benchmark, or all of them where all are asked for.
let some (benchmark: Benchmark) =
    Benchmark(
        Name = benchmark.Name,
        Problems =
            [|
                for i, problem in Seq.indexed benchmark.Problems do
                    if areWhole || i % 5 = 0 then
                        problem
            |],
        Form = benchmark.Form,
        Stops = benchmark.Stops,
        Source = benchmark.Source,
        Sha256 = benchmark.Sha256
    )

/// A started sandbox.
let sandbox () : ISandbox = PythonSandbox.Start()
