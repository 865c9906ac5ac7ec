/// Programs that take whatever they can get. Their tests would pass or never end.
module DiffuCoder.Core.Tests.Sandbox.ResourceAttackTests

open System
open System.Diagnostics
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes
open DiffuCoder.Core.Tests.Sandbox.Attacks

/// Name, what `f` does.
let private onResources =
    [
        "fork bomb", "import os\n    while True: os.fork()"
        "fork bomb that insists", "import os\n    while True:\n        try: os.fork()\n        except OSError: pass"
        "daemons",
        "import os, time\n    for _ in range(5):\n        if os.fork() == 0:\n            os.setsid()\n            if os.fork() == 0: time.sleep(1000)\n            os._exit(0)\n    return 0"
        "programs started",
        "import subprocess\n    subprocess.Popen(['/bin/sh', '-c', 'sleep 1000; true ' + MARK], start_new_session=True)\n    return 0"
        "threads", "import threading, time\n    while True: threading.Thread(target=time.sleep, args=(1000,), name=MARK).start()"
        "memory bomb", "x = []\n    while True: x.append(b'x' * (1 << 24))"
        "memory bomb in one", "return len(b'x' * (1 << 40))"
        "memory bomb of many", "import os, time\n    for _ in range(8): os.fork()\n    x = b'x' * (200 << 20)\n    time.sleep(1000)"
        "disk", "import itertools\n    for i in itertools.count(): open(f'{MARK}{i}', 'wb').write(b'x' * (1 << 20))"
        "sparse file", "with open(MARK, 'wb') as file: file.truncate(1 << 40)\n    return 0"
        "output", "import os\n    for _ in range(1 << 10): os.write(1, b'x' * (1 << 20))\n    return 0"
        "errors", "import sys\n    while True: sys.stderr.write('x' * 65536)"
        "loop", "while True: pass"
        "loop in C", "import re\n    return re.match('(a+)+$', 'a' * 60 + 'b')"
        "huge number", "return 9 ** 9 ** 9"
        "sleep", "import time\n    time.sleep(1000)"
        "sleep that no signal ends",
        "import signal, time\n    for s in range(1, 65):\n        try: signal.signal(s, signal.SIG_IGN)\n        except (OSError, ValueError): pass\n    while True:\n        try: time.sleep(1000)\n        except BaseException: pass"
        "stopped", "import os, signal\n    os.kill(os.getpid(), signal.SIGSTOP)"
        "recursion", "return f(n)"
        "recursion without a limit", "import sys\n    sys.setrecursionlimit(1 << 30)\n    g = lambda n: [g(n)]\n    return g(n)"
        "crash", "ctypes.string_at(0)"
        "closed channel", "import os, time\n    os.closerange(0, 256)\n    time.sleep(1000)"
        "waiting for input", "return input()"
        "limits raised",
        "import resource\n    for which in range(16):\n        try: resource.setrlimit(which, (-1, -1))\n        except (OSError, ValueError): pass\n    return [b'x' * (1 << 28) for _ in range(64)]"
    ]

let resourceAttacks = onResources |> List.map fst |> cases

[<Theory>]
[<MemberData(nameof resourceAttacks)>]
let ``no program takes more than its share, hangs or stays`` (name: string) =
    let body = onResources |> List.find (fst >> (=) name) |> snd

    let quick =
        SandboxLimits(TestTime = TimeSpan.FromSeconds 1.0, CandidateTime = TimeSpan.FromSeconds 10.0)

    let mark = newMark ()
    let watch = Stopwatch.StartNew()

    for result in inBoth quick (marking mark + $"def f(n):\n    {body}\n") [ holds "assert f(1) == 1"; holds "assert f(1) == 1" ] do
        outcomes result |> should not' (contain TestOutcome.Passed)
        result.Output.Length |> should be (lessThanOrEqualTo quick.OutputBytes)

    watch.Elapsed |> should be (lessThan (TimeSpan.FromSeconds 20.0))
    nothingIsLeft mark
