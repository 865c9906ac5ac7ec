module DiffuCoder.Kit.Tests.SandboxTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder

let private double = "def double(x): return x * 2"

let private tests =
    [
        Equals("double(2)", "4")
        Statements "assert double('a') == 'aa'"
        Check("def check(candidate): assert candidate(1) == 2", "double")
    ]

[<Fact>]
let ``a candidate is judged through a pipeline`` () =
    use sandbox = Sandbox.start ()
    Sandbox.describe sandbox |> should haveSubstring "bubblewrap"
    let result = Sandbox.candidate double tests |> Sandbox.run sandbox
    result.Passed |> should be True

    [ double; "def double(x): return x + x + 1"; "import os; os._exit(0)" ]
    |> List.map (fun program -> Sandbox.candidate program tests)
    |> Sandbox.runMany sandbox
    |> List.map _.Passed
    |> should equal [ true; false; false ]

    { Sandbox.candidate "def f(): return hidden" [ Statements "assert f() == seen" ] with
        ProgramSetup = "hidden = 3"
        TestSetup = "seen = 3"
    }
    |> Sandbox.runAsync sandbox
    |> Async.RunSynchronously
    |> _.Passed
    |> should be True

[<Fact>]
let ``limits are handed on`` () =
    use sandbox = Sandbox.start ()

    Sandbox.candidate "while True: pass" [ Statements "pass" ]
    |> Sandbox.runWith (SandboxLimits(TestTime = TimeSpan.FromSeconds 0.5)) sandbox
    |> _.Program.Detail
    |> should equal "over its 0.5 s"

[<Fact>]
let ``programs are told apart by their syntax trees`` () =
    use sandbox = Sandbox.start ()

    let programs =
        [
            "def f(x):\n    return x + 1\n"
            "def f(value):\n    return value + 1  # one more\n"
            "def f(x):\n    return x + 2\n"
            "def f(x:\n"
        ]

    let trees = Sandbox.syntaxTrees sandbox programs
    trees |> Map.count |> should equal 3

    let distinct =
        programs |> Diversity.programs (fun program -> Map.tryFind program trees)

    (distinct.Programs, distinct.Parsed, distinct.Distinct)
    |> should equal (4, 3, 2)
