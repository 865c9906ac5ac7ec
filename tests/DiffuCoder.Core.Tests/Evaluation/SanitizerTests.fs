module DiffuCoder.Core.Tests.Evaluation.SanitizerTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private sanitized (problem: Problem) (text: string) =
    wait (Sanitizer(trusted ()).SanitizeAsync(text, problem))

let private kept = sanitized (problem "t")

let private f = "def f(x):\n    return x + 1\n"

[<Fact>]
let ``a function alone is kept as it is`` () = kept f |> should equal f

[<Fact>]
let ``prose around a program is dropped`` () =
    kept $"Here is the answer!\n{f}It adds one, doesn't it?" |> should equal f

[<Fact>]
let ``trial runs, prints and asserts are dropped, imports are kept`` () =
    kept $"import math\n{f}print(f(1))\nassert f(1) == 2\nif __name__ == '__main__':\n    f(2)\n"
    |> should equal $"import math\n{f}"

[<Fact>]
let ``only what the entry point reaches is kept, through functions, classes and constants`` () =
    let needed =
        "from os import path\nN = 3\ndef g(x):\n    return x + N\nclass A:\n    def m(self):\n        return g(1)\n"

    let entry = "def f(x):\n    return A().m()\n"

    kept $"{needed}def unused():\n    return f(1)\nM = 4\n{entry}"
    |> should equal (needed + entry)

[<Fact>]
let ``tables filled by loops, decorated functions and guarded imports keep their meaning`` () =
    let program =
        "try:\n    import numpy as np\nexcept ImportError:\n    np = None\nT = {}\nfor i in range(3):\n    T[i] = i * i\n"
        + "@staticmethod\ndef g(x):\n    yield T[x]\ndef f(x):\n    return np, list(g(x))\n"

    kept (program + "print(f(1))\n") |> should equal program

[<Fact>]
let ``of a head without a body and the whole function the whole one is kept`` () =
    kept $"def f(x):\n    \"\"\" Adds one. \"\"\"\n\n{f}" |> should equal f

[<Fact>]
let ``an unfinished end is cut off`` () =
    kept (f + "def g(:\n    ret") |> should equal f

[<Fact>]
let ``several statements on a line, and lines of several bytes a letter, are cut at the right byte`` () =
    kept "é = 'ü'; y = 2; z = 3\ndef f(x):\n    return é, z\n"
    |> should equal "é = 'ü'\nz = 3\ndef f(x):\n    return é, z\n"

[<Fact>]
let ``line ends of other systems are read`` () =
    kept "Sure:\r\ndef f(x):\r\n    return 1\r\n"
    |> should equal "def f(x):\n    return 1\n"

[<Fact>]
let ``classes that the tests mention are kept`` () =
    let problem =
        Problem(
            TaskId = "t",
            EntryPoint = "f",
            Prompt = "",
            Request = "",
            CanonicalSolution = "",
            BaseTests = [| SandboxTest.Statements "assert f(Pair(1, 2)) == 1" |]
        )

    let program =
        "class Pair:\n    def __init__(self, a, b):\n        self.a = a\ndef f(p):\n    return p.a\n"

    sanitized problem (program + "class Other:\n    pass\n") |> should equal program

[<Fact>]
let ``what is not a program is kept as it is`` () =
    for text in [ ""; "It is 42!"; "def f(:"; "\000"; "x = (" ] do
        kept text |> should equal text

[<Fact>]
let ``a program without the entry point is kept whole`` () =
    let text = "def g(x):\n    return 1\nprint(g(1))\n"
    kept text |> should equal text

[<Fact>]
let ``nothing of the text is executed`` () =
    inFolder (fun folder ->
        let trace = IO.Path.Combine(folder, "trace")

        kept $"open({trace:A}, 'w').write('x')\n@open({trace:A}, 'w')\ndef f(x):\n    return 1\n"
        |> ignore

        IO.File.Exists trace |> should be False)

[<Fact>]
let ``bombs come back as they are, in bounded time`` () =
    let nested = String.replicate 40_000 "("
    let minus = "x = " + String.replicate 40_000 "-" + "1"

    let deep =
        String.concat "\n" [ for i in 0..300 -> String.replicate i " " + "if 1:" ]

    let ragged = String.concat "\n" [ for i in 0..2000 -> $"a{i} = (" ]
    let long = String.replicate 200_000 "x\n"
    let number = "x = " + String.replicate 90_000 "9"

    for bomb in [ nested; minus; deep; ragged; long; number ] do
        let clock = Diagnostics.Stopwatch.StartNew()
        kept bomb |> should equal bomb
        clock.Elapsed |> should be (lessThan (TimeSpan.FromSeconds 30.0))

[<Fact>]
let ``a text that brings the parser down is kept as it is, and a sandbox that is down says so`` () =
    let downOn (text: string) =
        let ask script (request: string) =
            if request.Contains text then
                raise (SandboxException "the worker died")
            else
                askPython script request

        Scripted(runTrusted, ask) :> ISandbox

    wait (Sanitizer(downOn "def f").SanitizeAsync(f, problem "t")) |> should equal f

    Assert.Throws<SandboxException>(fun () -> wait (Sanitizer(downOn "").SanitizeAsync(f, problem "t")) |> ignore).Message
    |> should equal "the worker died"
