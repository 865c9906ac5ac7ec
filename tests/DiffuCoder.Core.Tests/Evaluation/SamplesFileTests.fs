module DiffuCoder.Core.Tests.Evaluation.SamplesFileTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private two = benchmark 2

let private read (text: string) =
    withFile "samples.jsonl" text (fun path -> List.ofSeq (SamplesFile.Read(path, two)))

let private message (text: string) =
    Assert.Throws<EvaluationException>(fun () -> read text |> ignore).Message

[<Fact>]
let ``EvalPlus's lines are read, whole programs and continuations`` () =
    let samples =
        read
            """{"task_id": "small/1", "solution": "def f(x): return x", "_identifier": "ignored"}
{"task_id": "small/0", "completion": "    return x\n"}
{"task_id": "small/1", "solution": "b", "completion": "a"}"""

    [ for sample in samples -> sample.TaskId, sample.Index, sample.Solution ]
    |> should
        equal
        [
            "small/1", 0, "def f(x): return x"
            "small/0", 0, "def f(x):\n    return x\n"
            "small/1", 1, "b"
        ]

[<Fact>]
let ``unknown tasks are named with their lines`` () =
    message
        """{"task_id": "small/0", "solution": ""}
{"task_id": "HumanEval/0", "solution": ""}"""
    |> should haveSubstring "small has no task HumanEval/0 (line 2)"

[<Fact>]
let ``missing tasks are named`` () =
    message """{"task_id": "small/0", "solution": ""}"""
    |> should haveSubstring "there is no answer to small/1 of small"

[<Fact>]
let ``a line without an answer is named`` () =
    message """{"task_id": "small/0", "code": ""}"""
    |> should haveSubstring "line 1: neither \"solution\" nor \"completion\" is there"

[<Property>]
let ``what is written is read again`` (solution: string) (completion: string) (seed: int64) (ended: bool) =
    // half a character cannot be written as UTF-8
    let clean (text: string) =
        String.filter (Char.IsSurrogate >> not) (string text)

    let sample =
        Sample(
            "small/0",
            clean solution,
            Index = 0,
            Completion = clean completion,
            Seed = Nullable seed,
            Tokens = Nullable 3,
            Ended = Nullable ended
        )

    inFolder (fun folder ->
        let path = Path.Combine(folder, "samples.jsonl")
        SamplesFile.Write(path, [| sample |])
        SamplesFile.Read(path, benchmark 1) |> List.ofSeq = [ sample ])

[<Fact>]
let ``a written line is one that EvalPlus reads`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "samples.jsonl")
        SamplesFile.Write(path, [| Sample("small/0", "def f(x):\n    return \"é\" < x\n") |])
        let line = JsonDocument.Parse(File.ReadAllText path).RootElement
        line.GetProperty("task_id").GetString() |> should equal "small/0"

        line.GetProperty("solution").GetString()
        |> should equal "def f(x):\n    return \"é\" < x\n"

        line.TryGetProperty("completion") |> fst |> should be False)
