module DiffuCoder.Kit.Tests.Tiny.PythonTests

open System.ComponentModel
open System.Diagnostics
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Tiny.Corpus

/// Reads one task a line, runs its solution and prints the id of each task with a test that fails. These programs are the
/// generator's own, so they need no sandbox.
let private checker =
    """
import json, sys
for line in sys.stdin:
    task = json.loads(line)
    names = {}
    try:
        exec(task["solution"], names)
        for call, expected in task["tests"]:
            value, wanted = eval(call, names), eval(expected)
            assert value == wanted and type(value) is type(wanted), (call, value, wanted)
    except Exception as error:
        print(task["id"], repr(error))
"""

let private failures (tasks: CodeTask seq) =
    let start =
        ProcessStartInfo("python3", RedirectStandardInput = true, RedirectStandardOutput = true)

    start.ArgumentList.Add "-c"
    start.ArgumentList.Add checker

    use python =
        try
            Process.Start start
        with :? Win32Exception ->
            failwith "These tests run Python: install the package python3 (Debian, Ubuntu: apt-get install python3)."

    let output = python.StandardOutput.ReadToEndAsync()

    for task in tasks do
        let tests = task.Tests |> List.map (fun test -> [ test.Call; test.Expected ])

        {|
            id = $"{task.Id} {task.Instruction}"
            solution = task.Solution
            tests = tests
        |}
        |> JsonSerializer.Serialize
        |> python.StandardInput.WriteLine

    python.StandardInput.Close()
    python.WaitForExit()
    python.ExitCode |> should equal 0

    output.Result.Split('\n', System.StringSplitOptions.RemoveEmptyEntries)
    |> List.ofArray

[<Fact>]
let ``solutions of training tasks pass their tests`` () =
    Array.Parallel.init 2000 (Corpus.codeTask 21UL Train)
    |> failures
    |> should be Empty

[<Fact>]
let ``solutions in many styles pass their tests`` () =
    Array.Parallel.init 6000 (Corpus.codeTaskIn ManyStyles 22UL Train)
    |> failures
    |> should be Empty

[<Fact>]
let ``solutions of sealed tasks pass their tests`` () =
    [ HeldOutParameters; HeldOutCombinations ]
    |> List.collect Corpus.sealedTasks
    |> failures
    |> should be Empty

[<Fact>]
let ``solutions of held-out tasks pass their tests`` () =
    [ HeldOutParameters; HeldOutCombinations ]
    |> List.collect Corpus.heldOut
    |> failures
    |> should be Empty

[<Fact>]
let ``a wrong solution fails`` () =
    let task = Corpus.codeTask 21UL Train 0

    { task with
        Solution = task.Prompt + "    return None\n"
    }
    |> List.singleton
    |> failures
    |> should haveLength 1
