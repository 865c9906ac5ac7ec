/// Programs that want to pass without being right. Each attack fools a plain
/// harness where that can be fooled, and its test passes with an honest program.
module DiffuCoder.Core.Tests.Sandbox.VerdictAttackTests

open System
open System.Diagnostics
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes
open DiffuCoder.Core.Tests.Sandbox.Attacks

let private limits =
    SandboxLimits(TestTime = TimeSpan.FromSeconds 3.0, CandidateTime = TimeSpan.FromSeconds 20.0)

let private honest = "def f(n):\n    return 1 if n == 0 else n * f(n - 1)\n"

/// Passes with the honest program. None of the attacks knows the value.
let private factorial = "assert f(7) == 5040"

/// Writes what may look like a verdict wherever it can.
let private forging text =
    $"import os, struct\ndef f(n):\n    for head in (b'', struct.pack('>IB', len({text}), ord('V'))):\n        for fd in range(256):\n            try: os.write(fd, head + {text})\n            except OSError: pass\n    return 0\n"

/// Name, program, test that the honest program passes, whether a plain harness is fooled.
let private onTheVerdict =
    [
        "sys.exit", "import sys\nsys.exit(0)\n", factorial, true
        "os._exit", "import os\nos._exit(0)\n", factorial, true
        "sys.exit in a call", "import sys\ndef f(n): sys.exit(0)\n", factorial, true
        "os._exit in a call", "import os\ndef f(n): os._exit(0)\n", factorial, true
        "exception in import", "raise RuntimeError()\ndef f(n): return 5040\n", factorial, false
        "always-equal object", "class E:\n    def __eq__(self, other): return True\ndef f(n): return E()\n", factorial, true
        "always-equal number", "class E(int):\n    def __eq__(self, other): return True\ndef f(n): return E(0)\n", factorial, true
        "never-unequal number",
        "class E(int):\n    def __ne__(self, other): return False\ndef f(n): return E(0)\n",
        "assert not f(7) != 5040",
        true
        "ordered as one likes",
        "class E:\n    def __ge__(self, other): return True\n    __le__ = __ge__\ndef f(n): return E()\n",
        "assert f(7) >= 5040 and f(7) <= 5040",
        true
        "arithmetic as one likes",
        "class E:\n    def __sub__(self, other): return 0\ndef f(n): return E()\n",
        "assert abs(f(7) - 5040) < 1",
        true
        "contains everything",
        "class E:\n    def __contains__(self, other): return True\ndef f(n): return E()\n",
        "assert 5040 in (f(7) if not isinstance(f(7), int) else [f(7)])",
        true
        "hash of another",
        "class E(int):\n    def __hash__(self): return 5040\n    def __eq__(self, other): return True\ndef f(n): return E(0)\n",
        "assert f(7) in {5040, 1}",
        true
        "equal items in a list",
        "class E:\n    def __eq__(self, other): return True\ndef f(n): return [E()] if n == [7] else E()\n",
        "assert [f(7)] == [5040] and (f(7), 1) == (5040, 1)",
        true
        "patched built-in",
        "import builtins\nbuiltins.all = lambda items: True\ndef f(n): return 0\n",
        "assert all(f(n) == v for n, v in [(7, 5040), (3, 6)])",
        true
        "shadowed built-in", "def abs(x): return 0\ndef f(n): return 0\n", "assert abs(f(7) - 5040) < 1", true
        "patched library of the test",
        "import math\nmath.isclose = lambda *a, **k: True\ndef f(n): return 0\n",
        "import math\nassert math.isclose(f(7), 5040)",
        true
        "patched assertion error",
        "import builtins, sys\nsys.excepthook = lambda *a: __import__('os')._exit(0)\ndef f(n): return 0\n",
        factorial,
        true
        "patched json",
        "import json\njson.dumps = lambda *a, **k: '{\"r\": 1, \"v\": true, \"outcome\": \"passed\"}'\njson.loads = lambda *a, **k: {'o': 'call'}\ndef f(n): return 0\n",
        factorial,
        false
        "patched sys.stdout", "import sys\nsys.stdout = sys.stderr = None\ndef f(n): return 0\n", factorial, false
        "frames of the caller",
        "import sys\ndef f(n):\n    frame, found = sys._getframe(), []\n    while frame:\n        found += [c for c in frame.f_code.co_consts if type(c) is int] + [v for v in [*frame.f_locals.values()] if type(v) is int]\n        frame = frame.f_back\n    return max(found)\n",
        factorial,
        true
        "all objects in memory",
        "import gc, types\ndef f(n):\n    codes = [g.gi_code for g in gc.get_objects() if isinstance(g, types.GeneratorType)]\n    return max(c for code in codes for c in code.co_consts if type(c) is int)\n",
        "def g():\n    yield 1\n    assert f(7) == 5040\nlist(g())",
        true
        "globals of a function of the test",
        "def f(n): return n(0) if n.__globals__ is None else n.__globals__['expected']\n",
        "expected = 5040\ndef seven(n): return n * 7\nassert f(seven) == expected",
        true
        "forged line", forging "b'\\n{\"outcome\": \"passed\", \"test\": 0}\\nOK\\n'", factorial, false
        "forged verdict",
        "import os, struct, json\ndef f(n):\n    text = json.dumps({'nonce': '', 'test': 0, 'outcome': 'passed', 'detail': ''}).encode()\n    os.write(3, struct.pack('>IB', len(text), ord('V')) + text)\n    return 0\n",
        factorial,
        false
        "forged answers",
        "import os, struct\ndef f(n):\n    for text in (b'{\"r\":1,\"v\":true}', b'{\"r\":2,\"v\":true}', b'{\"r\":3,\"v\":true}') * 9:\n        os.write(3, struct.pack('>IB', len(text), ord('M')) + text)\n    return 0\n",
        factorial,
        false
        "forged handle",
        "import os, struct\ndef f(n):\n    text = b'{\"r\":2,\"v\":{\"h\":[0,\"object\",\"int\"]}}'\n    os.write(3, struct.pack('>IB', len(text), ord('M')) + text)\n    return 0\n",
        factorial,
        false
        "garbled answer",
        "import os, struct\ndef f(n):\n    text = b'{\"r\":2,\"v\":' + b'[' * 100000\n    os.write(3, struct.pack('>IB', len(text), ord('M')) + text)\n    return 0\n",
        factorial,
        false
        "patched helper of the test",
        "def close(a, b): return True\ndef f(n): return 0\n",
        "def close(a, b): return a == b\nassert close(f(7), 5040)",
        false
        "atexit", "import atexit, os\natexit.register(os._exit, 0)\ndef f(n): return 0\n", factorial, true
        "signal handler",
        "import os, signal, time\nsignal.signal(signal.SIGALRM, lambda *a: os._exit(0))\ndef f(n):\n    signal.setitimer(signal.ITIMER_REAL, 0.05)\n    time.sleep(1)\n",
        factorial,
        true
        "thread",
        "import os, threading, time\ndef late():\n    time.sleep(0.05)\n    os._exit(0)\ndef f(n):\n    threading.Thread(target=late).start()\n    time.sleep(1)\n",
        factorial,
        true
        "trace function",
        "import sys\ndef trace(frame, event, arg):\n    return trace\nsys.settrace(trace)\nsys.setprofile(lambda *a: None)\ndef f(n): return 0\n",
        factorial,
        false
        "end of the loop", "def f(n): raise StopIteration\n", "assert all(map(lambda n: f(n) == 5040, [7, 7]))", true
        "end of the generator", "def f(n): raise GeneratorExit\n", "try:\n    assert f(7) == 5040\nexcept Exception:\n    raise", false
        "both sides of a fork", "import os\nos.fork()\ndef f(n): return 0\n", factorial, false
        "names of the harness",
        "import sys\n__harness__ = __found__ = lambda *a: None\ndef check(candidate): pass\ndef verdict(*a): return 'passed', ''\nfor name in ('checker', 'judging', 'proxies', 'warden', 'channel', 'values', 'peer'): sys.modules[name] = sys\ndef f(n): return 0\n",
        factorial,
        false
        "no such function", "", factorial, false
    ]

let private plainHarness (program: string) (test: string) =
    let start =
        ProcessStartInfo("/usr/bin/python3", [ "-c"; program + "\n" + test ], RedirectStandardError = true)

    use python = Process.Start start
    python.StandardError.ReadToEnd() |> ignore
    python.WaitForExit()
    python.ExitCode = 0

let private verdictAttack name =
    onTheVerdict |> List.find (fun (known, _, _, _) -> known = name)

let verdictAttacks = onTheVerdict |> List.map (fun (name, _, _, _) -> name) |> cases

[<Theory>]
[<MemberData(nameof verdictAttacks)>]
let ``no program passes that is not right`` (name: string) =
    let _, program, test, _ = verdictAttack name

    let mark = newMark ()

    for result in inBoth limits (marking mark + program) [ holds test; holds test ] do
        outcomes result |> should not' (contain TestOutcome.Passed)
        result.Passed |> should be False

    nothingIsLeft mark

[<Theory>]
[<MemberData(nameof verdictAttacks)>]
let ``the attack fools a plain harness where it can, and the honest program passes in both`` (name: string) =
    let _, program, test, fools = verdictAttack name

    if fools then
        plainHarness program test |> should be True

    let program =
        if test.Contains "seven" then
            "def f(g): return g(720)"
        else
            honest

    plainHarness program test |> should be True
    run program [ holds test ] |> mustPass

[<Fact>]
let ``an honest program may use the names of the harness and patch what it likes`` () =
    run
        "import json, sys\ndef check(n): return n + 1\ncandidate = verdict = tests = values = 3\nfor name in ('checker', 'values', 'peer', 'channel'): sys.modules[name] = None\nprint('{\"outcome\": \"passed\"}')\n"
        [
            holds "assert check(1) == 2"
            holds "assert candidate == 3 and values == 3"
            check "check" "def check(candidate): assert candidate(5) == 6"
        ]
    |> mustPass
