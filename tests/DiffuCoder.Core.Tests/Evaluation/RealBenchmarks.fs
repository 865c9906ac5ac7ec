/// The real files, which lie beside the checkout where there are some.
module DiffuCoder.Core.Tests.Evaluation.RealBenchmarks

open System
open System.IO
open Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox

/// The folder with the benchmarks: `shared/data` beside the checkout.
let private folder =
    let rec checkout (at: DirectoryInfo | null) =
        match at with
        | null -> None
        | here when File.Exists(Path.Combine(here.FullName, "DiffuCoder.Kit.sln")) -> Option.ofObj here.Parent
        | here -> checkout here.Parent

    checkout (DirectoryInfo AppContext.BaseDirectory)
    |> Option.map (fun parent -> Path.Combine(parent.FullName, "shared", "data"))

/// A file of the folder; the test is skipped where it is not there.
let file (name: string) =
    match folder |> Option.map (fun folder -> Path.Combine(folder, name)) with
    | Some path when File.Exists path -> path
    | _ ->
        Assert.Skip $"{name} is not there: put the benchmark's original file into shared/data beside the checkout."
        ""

let humanEval () =
    HumanEvalFile.Read(file "humaneval.jsonl.gz")

let mbpp () =
    MbppFile.Read(file "mbpp.jsonl", MbppPart.All)

let humanEvalPlus () =
    EvalPlusFile.ReadHumanEval(file "HumanEvalPlus-v0.1.10.jsonl.gz")

let mbppPlus () =
    EvalPlusFile.ReadMbpp(file "MbppPlus-v0.2.0.jsonl.gz")

/// A started sandbox.
let sandbox () : ISandbox = PythonSandbox.Start()
