/// What sanitising keeps and what it drops, case by case: `Fixtures/Sanitizer/kept.txt` and `dropped.txt`.
module DiffuCoder.Core.Tests.Evaluation.SanitizerRuleTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private fixture (name: string) =
    File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sanitizer", name)).ReplaceLineEndings("\n")

let private cases (name: string) =
    (fixture name).Split("# ====\n") |> Array.skip 1 |> List.ofArray

/// Many texts in one Python: the sanitiser's script, asked again and again.
let private sanitizedAll (rule: string) (texts: string list) =
    let script =
        PythonScripts.Sanitize.Replace("def answer(", "def answer_one(")
        + "\ndef answer(requests):\n    return [answer_one(request)['code'] for request in requests]\n"

    let request =
        JsonSerializer.Serialize
            [|
                for text in texts ->
                    {|
                        text = text
                        entry_point = "f"
                        roots = Array.empty<string>
                        rule = rule
                    |}
            |]

    JsonSerializer.Deserialize<string[]>(askPython script request) |> List.ofArray

let private ours = sanitizedAll "Conservative"

let private evalPlus (text: string) =
    sanitizedAll "EvalPlus" [ text ] |> List.head

[<Fact>]
let ``whatever the entry point can see is kept`` () =
    let programs = cases "kept.txt"
    List.length programs |> should be (greaterThan 45)

    [
        for program, kept in List.zip programs (ours programs) do
            if kept <> program then
                $"{program}--- became\n{kept}"
    ]
    |> String.concat "\n====\n"
    |> should equal ""

[<Fact>]
let ``trial runs that fail, hang, ask or only show something are dropped`` () =
    let parts = cases "dropped.txt" |> List.map _.Split("# ----\n")
    List.length parts |> should be (greaterThan 25)

    [
        for part, kept in List.zip parts (parts |> List.map (String.concat "") |> ours) do
            if kept <> part[0] then
                $"{part[0]}{part[1]}--- became\n{kept}"
    ]
    |> String.concat "\n====\n"
    |> should equal ""

[<Fact>]
let ``of several definitions the last one counts, as in Python`` () =
    let first, second = "def f(x):\n    return 1\n", "def f(x):\n    return 2\n"
    ours [ first + second ] |> should equal [ second ]

    // unless the first was used before the second came
    let used = first + "old = f\n" + "def f(x):\n    return old(x) + 1\n"
    ours [ used ] |> should equal [ used ]

[<Fact>]
let ``prose before, between and after the parts of a program is dropped`` () =
    let helper, main = "def g(x):\n    return x + 1\n", "def f(x):\n    return g(x)\n"

    ours
        [
            $"Sure! Here's the helper (it's simple):\n\n{helper}\nNow the function, don't worry:\n\n{main}\nThat's it (mostly).\n"
        ]
    |> should equal [ helper + main ]

[<Fact>]
let ``code that stands indented is read`` () =
    ours [ "    def f(x):\n        return x\n" ]
    |> should equal [ "def f(x):\n    return x\n" ]

[<Fact>]
let ``EvalPlus's rule keeps imports, functions that return, classes and plain assignments that are reached, the first of each name`` () =
    evalPlus
        "Sure:\nN = 3\nimport os\nfrom __future__ import annotations\n@cache\ndef d(x):\n    return x\ndef y(x):\n    yield x\n\
         class A:\n    n = N\ndef f(x):\n    return A, d, y\nN = 4\nT = {}\nT[1] = 2\nT.update()\nM = 5\n\
         async def h():\n    return f\nprint(f(1))\ndef f(x):\n    return 0\n"
    |> should equal "import os\nN = 3\nclass A:\n    n = N\ndef f(x):\n    return A, d, y"

[<Fact>]
let ``EvalPlus's rule follows attributes, keywords and parameters as if they were names`` () =
    evalPlus "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\ndef f(a):\n    return x.b(c=2, **{'d': f'{e}'})\n"
    |> should equal "a = 1\nb = 2\nc = 3\ne = 5\ndef f(a):\n    return x.b(c=2, **{'d': f'{e}'})"

[<Fact>]
let ``EvalPlus's rule names an assignment to an item by what is assigned`` () =
    evalPlus "t[0] = u\nv.w = 3\na, b = c\nx = y = 1\ndef f():\n    return u, v, a, c, x, y\n"
    |> should equal "t[0] = u\na, b = c\nx = y = 1\ndef f():\n    return u, v, a, c, x, y"

[<Fact>]
let ``EvalPlus's rule reads the longest stretch of lines that parses, and no entry point leaves the imports`` () =
    evalPlus "x = (\nimport os\n\ndef g():\n    return 1\nend!"
    |> should equal "import os"

    evalPlus "one!\nf = 1\n" |> should equal "f = 1"

[<Fact>]
let ``a call takes a few milliseconds`` () =
    let program = (cases "kept.txt")[..9] |> String.concat ""
    ours [ program ] |> ignore
    let many = List.replicate 200 program
    let clock = Diagnostics.Stopwatch.StartNew()
    ours many |> ignore
    // ninety lines each; parsing alone takes a third of it, and machines differ
    clock.Elapsed / 200.0 |> should be (lessThan (TimeSpan.FromMilliseconds 60.0))
