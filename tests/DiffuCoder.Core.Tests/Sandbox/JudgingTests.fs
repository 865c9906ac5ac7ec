module DiffuCoder.Core.Tests.Sandbox.JudgingTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes

let private double = "def double(x):\n    return x * 2\n"

[<Theory>]
[<InlineData "bubblewrap">]
[<InlineData "unsafe">]
let ``every kind of test passes what is right and fails what is wrong`` (name: string) =
    let tests number =
        [
            equals "double(2)" $"{number}"
            holds $"assert double(2) == {number}"
            holds $"for _ in range(2):\n    assert double(2) == {number}, 'message'"
            check "double" $"def check(candidate):\n    assert candidate(2) == {number}\n"
        ]

    let right = runIn (backend name) patient double (tests 4)
    mustPass right
    right.PassRate |> should equal 1.0
    let wrong = runIn (backend name) patient double (tests 5)
    outcomes wrong |> should equal (List.replicate 4 TestOutcome.Wrong)
    wrong.PassRate |> should equal 0.0
    wrong.Passed |> should be False

[<Fact>]
let ``each test is judged on its own, in order, and says why`` () =
    let result =
        run
            double
            [
                equals "double(1)" "2"
                equals "double(1)" "3"
                holds "double(None)"
                holds "assert missing(1)"
                holds "assert double(1) =="
                equals "double('a')" "'aa'"
            ]

    outcomes result
    |> should
        equal
        [
            TestOutcome.Passed
            TestOutcome.Wrong
            TestOutcome.Raised
            TestOutcome.Raised
            TestOutcome.CannotRun
            TestOutcome.Passed
        ]

    result.PassRate |> should (equalWithin 1e-9) (2.0 / 6.0)
    result.Tests[1].Detail |> should equal "2 is not 3"
    result.Tests[2].Detail |> should haveSubstring "TypeError: unsupported operand"

    result.Tests[3].Detail
    |> should haveSubstring "NameError: name 'missing' is not defined"

    result.Tests[4].Detail |> should haveSubstring "cannot be compiled"

[<Fact>]
let ``an assertion says which two values differ`` () =
    (run double [ holds "for i in [1, 2]:\n    assert double(i) < 4" ]).Tests[0].Detail
    |> should equal "4 < 4 does not hold"

[<Theory>]
[<InlineData("raise ValueError('no')", "ValueError: no (line 1)")>]
[<InlineData("x = 1\ndef f(:\n", "SyntaxError")>]
[<InlineData("import sys\nsys.exit(0)", "SystemExit: 0 (line 2)")>]
[<InlineData("import numpy_is_not_here", "ModuleNotFoundError")>]
[<InlineData("x = '\\0'\n1/0", "ZeroDivisionError")>]
let ``a program that fails runs no test`` (program: string, says: string) =
    let result = run program [ holds "pass"; equals "1" "1" ]
    result.Program.Outcome |> should equal TestOutcome.Raised
    result.Program.Detail |> should haveSubstring says
    outcomes result |> should equal [ TestOutcome.NotRun; TestOutcome.NotRun ]

[<Fact>]
let ``a candidate without tests runs and does not pass`` () =
    let result = run "print('here')" []
    result.Program.Outcome |> should equal TestOutcome.Passed
    result.Passed |> should be False
    result.Output |> should equal "here\n"

[<Fact>]
let ``setups run beside what they are for`` () =
    let candidate =
        Candidate(
            "def f(): return hidden + 1\n",
            [
                equals "f()" "42"
                holds "assert helper(f()) == 43 and 'hidden' not in globals()"
            ],
            ProgramSetup = "hidden = 41",
            TestSetup = "def helper(x): return x + 1"
        )

    strong.Value.RunAsync(candidate, patient).Result |> mustPass

[<Fact>]
let ``a setup of the tests that fails fails all of them`` () =
    let candidate =
        Candidate(double, [ holds "pass"; holds "pass" ], TestSetup = "1 / 0")

    let result = strong.Value.RunAsync(candidate, patient).Result
    outcomes result |> should equal [ TestOutcome.CannotRun; TestOutcome.CannotRun ]
    details result |> should haveSubstring "set up: ZeroDivisionError"

[<Fact>]
let ``tests run in one namespace, as in a file, and the program's state stays`` () =
    run
        "count = 0\ndef up():\n    global count\n    count += 1\n    return count\n"
        [ holds "x = 1\nassert up() == 1"; holds "assert x == 1 and up() == 2" ]
    |> mustPass

[<Fact>]
let ``the program's exceptions are caught by their names`` () =
    run
        "class Own(KeyError): pass\ndef f(kind): raise {'v': ValueError, 'own': Own, 'a': AssertionError}[kind]('why')\n"
        [
            holds "try:\n    f('v')\n    raise SystemError\nexcept ValueError as e: assert e.args == ('why',)"
            holds "try:\n    f('own')\n    raise SystemError\nexcept Own as e: assert isinstance(e, KeyError)"
            holds "try:\n    f('own')\n    raise SystemError\nexcept LookupError: pass"
            holds "try:\n    f('a')\n    raise SystemError\nexcept AssertionError: pass"
        ]
    |> mustPass

    (run "def f(): assert False, 'mine'" [ holds "assert f() == 1" ] |> outcomes)
    |> should equal [ TestOutcome.Raised ]

[<Fact>]
let ``a name of Python's is the tests' own, unless the program was asked to define it`` () =
    let judged entryPoints program test =
        Candidate(program, [ holds test ], EntryPoints = entryPoints)
        |> fun candidate -> strong.Value.RunAsync(candidate, patient).Result
        |> outcomes

    let product = "def sum(a, b): return a * b"

    judged [| "sum" |] product "assert sum(3, 4) == 12"
    |> should equal [ TestOutcome.Passed ]

    judged [||] product "assert sum([3, 4]) == 7"
    |> should equal [ TestOutcome.ShowedNothing ]

    judged [||] "def all(x): return True\ndef f(x): return 0" "assert all([f(1) == 1])"
    |> should equal [ TestOutcome.Wrong ]

    judged [||] "def isclose(a, b): return True\ndef f(x): return 0" "assert isclose(f(1), 1)"
    |> should equal [ TestOutcome.Wrong ]

    run "import math\ndef f(x): return x" [ holds "assert math.isclose(f(1), 1)" ]
    |> mustPass

    judged [||] "def abs(x): return 0\ndef f(x): return 9" "assert abs(f(1) - 2) < 1"
    |> should equal [ TestOutcome.Wrong ]

[<Fact>]
let ``a test that asserts nothing and calls nothing has shown nothing`` () =
    let judged test =
        (run double [ holds test ]).Tests[0].Outcome

    judged "def test():\n    assert double(1) == 2"
    |> should equal TestOutcome.ShowedNothing

    judged "assert 1 + 1 == 2" |> should equal TestOutcome.ShowedNothing

    judged "if __name__ == '__main__':\n    assert double(1) == 3"
    |> should equal TestOutcome.Wrong

    judged "double(1)" |> should equal TestOutcome.Passed

[<Fact>]
let ``a test that cannot run is named as such, and a name that the program lacks is the program's fault`` () =
    let judged test =
        let result = (run double [ test ]).Tests[0]
        result.Outcome, result.Detail

    let cannot (says: string) (outcome, detail: string) =
        outcome |> should equal TestOutcome.CannotRun
        detail |> should haveSubstring says

    judged (holds "import not_installed_here\nassert double(1) == 2")
    |> cannot "not_installed_here"

    judged (holds "assert double(1) ==") |> cannot "cannot be compiled"

    judged (check "double" "def test(candidate):\n    assert candidate(1) == 2")
    |> cannot "check"

    judged (holds "assert triple(1) == 3") |> fst |> should equal TestOutcome.Raised

[<Theory>]
[<InlineData "import math\nassert abs(f(7) - 5040) < 1e-6">]
[<InlineData "assert abs(5040 - f(7)) <= 0">]
[<InlineData "assert f(7) <= 5040 <= f(7)">]
[<InlineData "assert f(7) == 5040">]
[<InlineData "assert 5040 in [f(7)]">]
[<InlineData "assert [f(7)] == [5040]">]
[<InlineData "assert {'a': f(7)} == {'a': 5040}">]
[<InlineData "assert not f(7) != 5040">]
[<InlineData "import math\nassert math.isclose(f(7), 5040)">]
[<InlineData "assert abs(Same(3).length() - 5) < 1e-6">]
[<InlineData "assert Same(3).length() == 5">]
[<InlineData "assert Same(3).length() - 5 == 0">]
let ``no object of the program's own making decides that it is what was expected`` (test: string) =
    let program =
        "class Same:\n    def __init__(self, *a): pass\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n"
        + String.concat
            ""
            [
                for name in [ "sub"; "rsub"; "mod"; "float"; "index"; "abs" ] -> $"    def __{name}__(self, *a): return 0\n"
                for name in [ "lt"; "le"; "gt"; "ge" ] -> $"    def __{name}__(self, other): return True\n"
            ]
        + "    def __hash__(self): return hash(5040)\n    def length(self): return Same()\ndef f(n): return Same()\n"

    (run program [ holds test ]).Passed |> should be False

[<Fact>]
let ``not-a-number equals itself where a value is expected, and nowhere else`` () =
    run
        "def f(): return float('nan')"
        [
            equals "f()" "float('nan')"
            equals "[1, f()]" "[1, float('nan')]"
            equals "f()" "0.0"
        ]
    |> outcomes
    |> should equal [ TestOutcome.Passed; TestOutcome.Passed; TestOutcome.Wrong ]

[<Fact>]
let ``what the program prints is kept, also when it is no text`` () =
    let result =
        run
            "import os, sys\nprint('one')\ndef f():\n    print('two', file=sys.stderr)\n    os.write(1, b'\\xff\\x00end')\n    return 1"
            [ equals "f()" "1" ]

    mustPass result
    result.Output |> should equal "one\ntwo\n\uFFFD\000end"

[<Fact>]
let ``a script answers in JSON, and an error of it is one of the sandbox`` () =
    let script =
        "import ast\ndef answer(request): return {'names': [n.name for n in ast.parse(request['text']).body]}"

    let ask request =
        strong.Value.AskAsync(script, request).GetAwaiter().GetResult()

    ask """{"text": "def a(): pass\nclass B: pass"}"""
    |> should equal """{"names": ["a", "B"]}"""

    Assert.Throws<SandboxException>(fun () -> ask """{"text": "def"}""" |> ignore).Message
    |> should haveSubstring "SyntaxError"

    Assert.Throws<SandboxException>(fun () -> strong.Value.AskAsync("1 / 0", "1").GetAwaiter().GetResult() |> ignore).Message
    |> should haveSubstring "ZeroDivisionError"

[<Fact>]
let ``what a program prints last is not lost`` () =
    let limits =
        SandboxLimits(TestTime = patient.TestTime, CandidateTime = patient.CandidateTime, OutputBytes = (1 <<< 20))

    for _ in 1..20 do
        (runIn strong.Value limits "def f():\n    print('x' * 60000, end='')\n    return 1" [ equals "f()" "1" ]).Output.Length
        |> should equal 60000
