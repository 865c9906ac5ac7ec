/// What Python's parser and tests in the sandbox point at.
module DiffuCoder.Core.Tests.Repairs.PythonCheckerTests

open System.Threading
open FsUnit.Xunit
open Xunit
open DiffuCoder.Repairs
open DiffuCoder.Sampling
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes

let private answer (text: string) =
    Trajectory(
        Initial = [||],
        Final = [||],
        CompletionStart = 0,
        TextEnd = 0,
        Steps = [||],
        Options = SamplerOptions.Paper,
        Seed = 0L,
        Text = text
    )

let private find (checker: Checker) (text: string) =
    checker.Of.Invoke(answer text, CancellationToken.None).GetAwaiter().GetResult()

let private pointed (checker: Checker) (text: string) =
    let finding = find checker text
    finding.Holds |> should be False

    match finding.Where with
    | null -> None
    | where -> Some(text.Substring(where.Start, where.Length))

let private parser = lazy (PythonCheckers.Parser strong.Value)

[<Fact>]
let ``the parser has nothing against a program, and something against none`` () =
    (find parser.Value "def f(x):\n    return x\n```\n").Holds |> should be True
    (find parser.Value "```\n").Holds |> should be False

    (find parser.Value "# nothing\n```\n").Message
    |> should equal "there is no statement"

    (find parser.Value "def f():\n    pass\nreturn 1\n").Message
    |> should haveSubstring "outside function"

[<Fact>]
let ``the parser points at what it stumbles over`` () =
    pointed parser.Value "def f(x:\n    return x\n```\n" |> should equal (Some "(")

    pointed parser.Value "def f(x):\n    return x +* 2\n```\n"
    |> should equal (Some "*")

    pointed parser.Value "def f(x)\n    return x\n```\n" |> should equal (Some "\n")

    pointed parser.Value "def f(x):\nreturn x\n```\n"
    |> should equal (Some "return")

[<Fact>]
let ``the further on an error is, the higher is the parser's score`` () =
    let score text = (find parser.Value text).Score
    let behind characters = characters / (characters + 100.0)

    score "def f(x:\n    return x\n```\n" |> should (equalWithin 1e-12) (behind 5.0)
    // the second of two errors is what is left when the first is mended
    score "def f(x):\n    return x +* 2\n```\n"
    |> should (equalWithin 1e-12) (behind 24.0)
    // text in front of the code does not count
    score "Here it is:\n\n```python\ndef f(x:\n    return x\n```\n"
    |> should (equalWithin 1e-12) (behind 5.0)

    // nor does prose between two blocks, nor how deep a block stands
    score "```python\nx = 1\n```\nand\n```python\ndef f(x:\n    return x\n```\n"
    |> should (equalWithin 1e-12) (score "```python\nx = 1\n```\nand, as everybody knows,\n```python\ndef f(x:\n    return x\n```\n")

    score "1. So:\n   ```python\n   def f(x):\n       return x +* 2\n   ```\n"
    |> should (equalWithin 1e-12) (behind 24.0)

    score "```\n" |> should equal 0.0

[<Fact>]
let ``the parser counts characters, not bytes, behind text of any alphabet`` () =
    let text =
        "Hier, 😀:\n\n```python\ndef größe(x):\n    s = '😀é中' 7\n    return s\n```\n"

    pointed parser.Value text |> should equal (Some "7")

[<Fact>]
let ``an error at the end points behind the code`` () =
    let text = "def f(x):\n```\n"
    let finding = find parser.Value text
    finding.Holds |> should be False
    finding.Where.Start |> should be (greaterThanOrEqualTo 9)
    finding.Where.End |> should be (lessThanOrEqualTo 10)

let private tests list =
    PythonCheckers.Tests(strong.Value, Array.ofList list)

[<Fact>]
let ``tests point at the line of the answer that raised`` () =
    let text =
        "def f(x):\n    y = x\n    return y.missing\n\ndef g():\n    return f(1)\n```\n"

    let checker = tests [ equals "g()" "1"; equals "2" "2" ]
    pointed checker text |> should equal (Some "    return y.missing")
    (find checker text).Message |> should haveSubstring "AttributeError"

[<Fact>]
let ``tests point at the line where the program itself raised or does not parse`` () =
    pointed (tests [ equals "f(1)" "1" ]) "x = 1\ny = x / 0\ndef f(x): return x\n"
    |> should equal (Some "y = x / 0")

    pointed (tests [ equals "f(1)" "1" ]) "x = 1\ny = (\n"
    |> should equal (Some "y = (")

[<Fact>]
let ``a wrong value has no place, and its score is the share of tests that pass`` () =
    let checker =
        tests [ equals "f(1)" "1"; equals "f(2)" "4"; equals "f(3)" "9"; equals "f(0)" "0" ]

    let finding = find checker "def f(x):\n    return x\n"
    finding.Where |> should be Null
    finding.Score |> should equal 0.5
    (find checker "def f(x):\n    return x * x\n").Holds |> should be True

[<Fact>]
let ``a test that no answer can pass is an error`` () =
    let checker = tests [ holds "assert f(1) ==" ]

    (Assert.Throws<RepairException>(fun () -> find checker "def f(x):\n    return x\n" |> ignore)).Message
    |> should haveSubstring "cannot run"

    (Assert.Throws<RepairException>(fun () -> tests [] |> ignore)).Message
    |> should haveSubstring "at least one"

[<Fact>]
let ``what raised says its line in the verdict, from the innermost function of the program`` () =
    let result =
        run
            "def f(x):\n    if x:\n        raise ValueError('no')\n    return x\n\ndef g(x):\n    return f(x)\n"
            [ equals "g(1)" "1"; equals "g(0)" "0" ]

    result.Tests[0].Outcome |> should equal TestOutcome.Raised
    result.Tests[0].Line |> should equal (System.Nullable 3)
    result.Tests[1].Line |> should equal (System.Nullable<int>())

[<Fact>]
let ``a program that lies about its line gains nothing`` () =
    let result =
        run "class E(Exception):\n    of_line = 10 ** 30\n\ndef f():\n    raise E('x')\n" [ equals "f()" "1" ]

    result.Tests[0].Outcome |> should equal TestOutcome.Raised
    result.Tests[0].Line |> should equal (System.Nullable 5)
