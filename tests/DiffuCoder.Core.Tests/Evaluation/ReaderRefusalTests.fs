module DiffuCoder.Core.Tests.Evaluation.ReaderRefusalTests

open System.IO
open System.IO.Compression
open System.Text
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private refused (read: string -> Benchmark) (path: string) =
    let problem = Assert.Throws<EvaluationException>(fun () -> read path |> ignore)
    problem.File |> should equal path
    problem.Message |> should startWith path
    problem

let private line =
    """{"task_id": "T/0", "prompt": "def f():\n", "entry_point": "f", "canonical_solution": "    return 1\n", "test": "def check(f): pass"}"""

let private humanEval (text: string) =
    withFile "some.jsonl" text (refused HumanEvalFile.Read)

[<Fact>]
let ``a line that is not JSON is named`` () =
    let problem = humanEval (line + "\n{\"task_id\": \"T/1\", ")
    problem.Line |> should equal (System.Nullable 2)
    problem.Message |> should haveSubstring "line 2: not a JSON object"

[<Fact>]
let ``a line that is no object is named`` () =
    (humanEval "[1]").Message
    |> should haveSubstring "line 1: the line holds Array; it should be a JSON object"

[<Fact>]
let ``a web page in place of the file is recognised`` () =
    (humanEval "<!DOCTYPE html>\n<html>").Message |> should haveSubstring "web page"

[<Fact>]
let ``a missing field is named with those that are there`` () =
    let problem = humanEval (line.Replace("entry_point", "entry"))

    problem.Message
    |> should haveSubstring "line 1: the field \"entry_point\" is missing"

    problem.Message
    |> should haveSubstring "task_id, prompt, entry, canonical_solution, test"

[<Fact>]
let ``a field of a wrong type is named with what would be right`` () =
    (humanEval (line.Replace("\"T/0\"", "7"))).Message
    |> should haveSubstring "\"task_id\" should be text and is Number"

    let mbpp text =
        (withFile "some.jsonl" text (refused MbppFile.Read)).Message

    mbpp """{"task_id": "x", "text": "", "code": "", "test_list": []}"""
    |> should haveSubstring "\"task_id\" should be a whole number and is String"

    mbpp """{"task_id": 11, "text": "", "code": "", "test_list": "assert"}"""
    |> should haveSubstring "\"test_list\" should be an array and is String"

    mbpp """{"task_id": 11, "text": "", "code": "", "test_list": []}"""
    |> should haveSubstring "\"test_list\" is empty"

    mbpp """{"task_id": 11, "text": "", "code": "def g(): pass", "test_list": ["assert f(1)"]}"""
    |> should haveSubstring "calls nothing that \"code\" defines"

    mbpp """{"task_id": 1, "text": "", "code": "def f(): pass", "test_list": ["assert f(1)"]}"""
    |> should haveSubstring "no line holds a problem of MBPP"

[<Fact>]
let ``a task that stands twice is named with both lines`` () =
    (humanEval (line + "\n\n" + line)).Message
    |> should haveSubstring "line 3: the task \"T/0\" stands on line 1 already"

[<Fact>]
let ``an empty file and one of blank lines are refused`` () =
    (humanEval "").Message |> should haveSubstring "the file is empty"
    (humanEval "\n \n").Message |> should haveSubstring "the file is empty"

[<Fact>]
let ``a file that is not there is refused`` () =
    (refused HumanEvalFile.Read "/nowhere/HumanEval.jsonl").Message
    |> should haveSubstring "cannot be read"

[<Fact>]
let ``a Git LFS pointer is recognised`` () =
    (humanEval "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n").Message
    |> should haveSubstring "git lfs pull"

[<Fact>]
let ``text that is not UTF-8 is named with its line`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "some.jsonl")
        File.WriteAllBytes(path, [| yield! Encoding.UTF8.GetBytes(line + "\n"); 0xFFuy; 0xFEuy |])

        (refused HumanEvalFile.Read path).Message
        |> should haveSubstring "line 2: the text is not UTF-8")

let private packed (text: string) =
    use target = new MemoryStream()

    do
        use zip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen = true)
        zip.Write(Encoding.UTF8.GetBytes text)

    target.ToArray()

[<Fact>]
let ``a gzip file cut at any byte is refused as cut off or damaged`` () =
    let whole = packed (String.replicate 20 (line + "\n"))

    inFolder (fun folder ->
        let path = Path.Combine(folder, "some.jsonl.gz")

        for length in 3 .. whole.Length - 1 do
            File.WriteAllBytes(path, whole[.. length - 1])

            (refused HumanEvalFile.Read path).Message
            |> should haveSubstring "cut off or damaged")

[<Fact>]
let ``a plain benchmark in place of EvalPlus's is refused`` () =
    (refused EvalPlusFile.ReadHumanEval (fixture "humaneval.jsonl")).Message
    |> should haveSubstring "\"base_input\" is missing"

    (refused EvalPlusFile.ReadMbpp (fixture "humaneval.jsonl")).Message
    |> should haveSubstring "\"base_input\" is missing"

    (refused MbppFile.Read (fixture "humaneval.jsonl")).Message
    |> should haveSubstring "\"task_id\" should be a whole number"

[<Fact>]
let ``EvalPlus's arguments must be lists of lists`` () =
    let text =
        """{"task_id": "T/0", "prompt": "def f():\n", "entry_point": "f", "canonical_solution": "", "base_input": [1], "plus_input": [], "atol": 0}"""

    let message (text: string) =
        (withFile "some.jsonl" text (refused EvalPlusFile.ReadHumanEval)).Message

    message text
    |> should haveSubstring "\"base_input\" should be an array of argument lists"

    message (text.Replace("[1]", "[]"))
    |> should haveSubstring "\"base_input\" is empty"

    message (text.Replace("[1]", "[[1]]").Replace("\"atol\": 0", "\"atol\": \"0\""))
    |> should haveSubstring "\"atol\" should be a number"
