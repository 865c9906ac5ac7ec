/// Prompts and what follows them are joined to the byte, wherever white space means something.
module DiffuCoder.Core.Tests.Evaluation.PromptJoinTests

open System.Text.Json
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private row (prompt: string) =
    JsonSerializer.Serialize(
        {|
            task_id = "mine/0"
            prompt = prompt
            entry_point = "one"
            canonical_solution = "1\n"
            test = "def check(candidate):\n    assert candidate() == 1\n"
        |}
    )

let private benchmarkOf prompt =
    withFile "mine.jsonl" (row prompt) HumanEvalFile.Read

let private solution prompt (completion: string) =
    let line =
        JsonSerializer.Serialize
            {|
                task_id = "mine/0"
                completion = completion
            |}

    withFile "samples.jsonl" line (fun path -> (SamplesFile.Read(path, benchmarkOf prompt) |> Seq.exactlyOne).Solution)

[<Fact>]
let ``a completion goes on within the line that its prompt has begun`` () =
    solution "def one():\n    return " "1"
    |> should equal "def one():\n    return 1"

[<Property>]
let ``a completion stands behind the prompt of the file, and nothing between`` (begin': NonNull<string>) (completion: NonNull<string>) =
    let clean = String.filter (System.Char.IsSurrogate >> not)

    let prompt, completion =
        clean begin'.Get + "def one():\n" + clean begin'.Get, clean completion.Get

    solution prompt completion = prompt + completion

[<Fact>]
let ``a prompt that ends within a line is shown as it is, another one as EvalPlus shows it`` () =
    let shown prompt = (benchmarkOf prompt).Problems[0].Prompt
    shown "def one():\n    return " |> should equal "def one():\n    return "

    shown "\n\ndef one():\n    \"\"\"One.\"\"\"\n\n"
    |> should equal "def one():\n    \"\"\"One.\"\"\"\n"

    shown "def one():\n    \"\"\"One.\"\"\""
    |> should equal "def one():\n    \"\"\"One.\"\"\"\n"

[<Fact>]
let ``what a model goes on with, and a fenced rest of it, are joined as they are`` () =
    let problem = (benchmarkOf "def one():\n    return ").Problems |> Seq.exactlyOne

    let program completion =
        AnswerText.Program(completion, problem, PromptKind.Completion, StopSequences.AfterFunction)

    program "1" |> should equal "def one():\n    return 1"
    program "1\n\ndef two():\n" |> should equal "def one():\n    return 1\n"
    program "```python\n1\n```" |> should equal "def one():\n    return 1\n"
    // a whole function is no rest of a line
    program "```python\ndef one():\n    return 1\n```"
    |> should equal "def one():\n    return \ndef one():\n    return 1\n"
