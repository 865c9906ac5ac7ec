/// The layout of HumanEval-Infilling.
module DiffuCoder.Core.Tests.Evaluation.InfillingFileTests

open System
open System.IO
open System.IO.Compression
open System.Text.Json
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private row task (prefix: string) (middle: string) (suffix: string) =
    JsonSerializer.Serialize
        {|
            task_id = task
            entry_point = "total"
            prompt = prefix
            canonical_solution = middle
            suffix = suffix
            test = "def check(candidate):\n    assert candidate([1, 2]) == 3\n    assert candidate([]) == 0\n"
        |}

let private head = "def twice(x):\n    return 2 * x\n\ndef total(values):\n"

let private single =
    row "SingleLineInfilling/T/0/L0" head "    result = 0" "\n    for value in values:\n        result += value\n    return result\n"

let private span =
    row "RandomSpanInfilling/T/0/1" (head + "    result = 0\n    for va") "lue in values:\n        res" "ult += value\n    return result\n"

let private reading text work =
    withFile "HumanEval-SingleLineInfilling.jsonl" text work

[<Fact>]
let ``a row is a program with a hole and its check`` () =
    reading (single + "\n" + span + "\n") (fun path ->
        let benchmark = InfillingFile.Read path
        benchmark.Name |> should equal "HumanEval-Infilling"
        benchmark.Source |> should equal "HumanEval-SingleLineInfilling.jsonl"

        [ for problem in benchmark.Problems -> problem.TaskId ]
        |> should equal [ "SingleLineInfilling/T/0/L0"; "RandomSpanInfilling/T/0/1" ]

        let first = benchmark.Problems[0]
        first.Middle |> should equal "    result = 0"
        first.Prefix |> should equal head

        first.Judged.CanonicalSolution
        |> should equal (first.Prefix + first.Middle + first.Suffix)

        first.Judged.CanonicalSolution
        |> should equal benchmark.Problems[1].Judged.CanonicalSolution
        // what tests may call and a candidate must not change
        first.Judged.TestSetup |> should equal "def twice(x):\n    return 2 * x\n\n"

        (first.Judged.BaseTests[0] :?> SandboxTest.Check).EntryPoint
        |> should equal "total"

        benchmark.First(1).Problems.Count |> should equal 1)

[<Fact>]
let ``a gzipped file is the same problems`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "HumanEval-RandomSpanInfilling.jsonl.gz")

        do
            use file = new GZipStream(File.Create path, CompressionLevel.Optimal)
            file.Write(Text.Encoding.UTF8.GetBytes(span + "\n"))

        let problem = Seq.exactlyOne (InfillingFile.Read path).Problems
        problem.Middle |> should equal "lue in values:\n        res")

[<Fact>]
let ``a program is judged by its tests, and the solution passes its own`` () =
    reading single (fun path ->
        let problem = (InfillingFile.Read path).Problems[0]
        let sandbox = Scripted(runTrusted, (fun _ _ -> "null"))

        let passes (middle: string) =
            problem
                .RunAsync(sandbox, problem.Prefix + middle + problem.Suffix, SandboxLimits(), CancellationToken.None)
                .GetAwaiter()
                .GetResult()
                .Passed

        passes problem.Middle |> should equal true
        passes "    result = 1" |> should equal false)

let private refused (text: string) =
    reading text (fun path ->
        let problem =
            Assert.Throws<EvaluationException>(fun () -> InfillingFile.Read path |> ignore)

        problem.Message |> should startWith path
        problem.Line, problem.Message)

[<Fact>]
let ``a damaged row is refused by line and field`` () =
    for field in [ "task_id"; "entry_point"; "prompt"; "suffix"; "canonical_solution"; "test" ] do
        let line, message =
            refused (single + "\n" + span.Replace($"\"{field}\"", "\"other\""))

        line |> should equal (Nullable 2)
        message |> should haveSubstring $"the field \"{field}\" is missing"

    refused (single.Replace("\"total\"", "7"))
    |> snd
    |> should haveSubstring "\"entry_point\" should be text and is Number"

    refused (row "T/1" head "" "    return sum(values)\n")
    |> snd
    |> should haveSubstring "line 1: the field \"canonical_solution\" is empty"

    refused (row "T/1" "def other(values):\n" "    return" " 1\n")
    |> snd
    |> should haveSubstring "does not define \"total\""

    refused (single + "\n" + single)
    |> snd
    |> should haveSubstring "stands on line 1 already"

    refused "{\"task_id\": "
    |> snd
    |> should haveSubstring "line 1: not a JSON object"

    refused "\n" |> snd |> should haveSubstring "empty"
