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
