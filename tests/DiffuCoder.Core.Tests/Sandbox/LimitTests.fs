module DiffuCoder.Core.Tests.Sandbox.LimitTests

open System
open System.Diagnostics
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes

// the default: a shorter one measures how busy the machine is, for starting the program counts too
let private hurried =
    SandboxLimits(TestTime = TimeSpan.FromSeconds 3.0, CandidateTime = patient.CandidateTime)

let private slow =
    "def f(x):\n    if x == 1:\n        while True: pass\n    if x == 2:\n        import os\n        os._exit(0)\n    return x\n"

[<Theory>]
[<InlineData "bubblewrap">]
[<InlineData "unsafe">]
let ``a test that is slow or deadly fails itself, not the others`` (name: string) =
    runIn (backend name) hurried slow [ equals "f(0)" "0"; equals "f(1)" "1"; equals "f(2)" "2"; equals "f(3)" "3" ]
    |> outcomes
    |> should
        equal
        [
            TestOutcome.Passed
            TestOutcome.TimedOut
            TestOutcome.Died
            TestOutcome.Passed
        ]

[<Fact>]
let ``a test that is itself slow fails itself`` () =
    runIn strong.Value hurried slow [ holds "while True: pass"; equals "f(3)" "3" ]
    |> outcomes
    |> should equal [ TestOutcome.TimedOut; TestOutcome.Passed ]

[<Fact>]
let ``a program that does not end is over its time, and its tests are not run`` () =
    let result = runIn strong.Value hurried "while True: pass" [ equals "1" "1" ]
    result.Program.Outcome |> should equal TestOutcome.TimedOut
    outcomes result |> should equal [ TestOutcome.NotRun ]

[<Fact>]
let ``the time of a candidate ends all of its tests`` () =
    let limits =
        SandboxLimits(TestTime = TimeSpan.FromSeconds 5.0, CandidateTime = TimeSpan.FromSeconds 1.5)

    let watch = Stopwatch.StartNew()

    runIn strong.Value limits "import time\ndef f(): time.sleep(100)" (List.replicate 20 (equals "f()" "1"))
    |> outcomes
    |> should equal (List.replicate 20 TestOutcome.TimedOut)

    watch.Elapsed |> should be (lessThan (TimeSpan.FromSeconds 10.0))

[<Theory>]
[<InlineData("x = bytearray(200 << 20)", "MemoryError")>]
[<InlineData("import os\nfd = os.open('f', os.O_CREAT | os.O_WRONLY)\nfor _ in range(4): os.write(fd, b'x' * (1 << 19))", "OSError")>]
[<InlineData("files = [open('/dev/null') for _ in range(100)]", "Too many open files")>]
let ``a limit is an error in the program that meets it`` (program: string, says: string) =
    let limits =
        SandboxLimits(TestTime = patient.TestTime, MemoryBytes = (128L <<< 20), FileBytes = (1L <<< 20), OpenFiles = 32)

    for name in [ "bubblewrap"; "unsafe" ] do
        let result = runIn (backend name) limits program []

        (result.Program.Outcome, result.Program.Detail.Contains says)
        |> should equal (TestOutcome.Raised, true)

[<Fact>]
let ``processes together stay within the limits too`` () =
    let limits =
        SandboxLimits(TestTime = patient.TestTime, MemoryBytes = (128L <<< 20), FileBytes = (4L <<< 20), Processes = 8)

    let ends program (says: string) =
        let result = runIn strong.Value limits program []

        (result.Program.Outcome, result.Program.Detail.Contains says)
        |> should equal (TestOutcome.Died, true)

    ends
        "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n        x = b'x' * (60 << 20)\n        time.sleep(60)\ntime.sleep(60)"
        "in all its processes"

    for fills in
        [
            "import itertools\nfor i in itertools.count(): open(f'f{i}', 'w').close()"
            "for i in range(9): open(f'f{i}', 'wb').write(b'x' * (1 << 19))"
        ] do
        (runIn strong.Value limits fills []).Program.Detail
        |> should haveSubstring "No space left"

let private withoutGroups =
    lazy
        (let options = SandboxOptions(Workers = 1)
         let isolation = HostTools.Strong options

         PythonSandbox.Begin(
             Isolation(isolation.Python, isolation.Bubblewrap, isolation.Version, isolation.Libraries, UsesGroups = false),
             options
         ))

let private sharing =
    "import mmap, os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        n = mmap.mmap(-1, 60 << 20)\n        for i in range(0, 60 << 20, 4096): n[i] = 1\n        time.sleep(60)\ntime.sleep(60)"

[<Theory>]
[<InlineData true>]
[<InlineData false>]
let ``memory that processes share is counted once, and counted, with control groups and without`` (groups: bool) =
    let sandbox = if groups then strong.Value else withoutGroups.Value

    let limits =
        SandboxLimits(TestTime = patient.TestTime, MemoryBytes = (128L <<< 20), Processes = 8)

    let result = runIn sandbox limits sharing []
    result.Program.Outcome |> should equal TestOutcome.Died

    // one mapping seen by six processes is no more than one
    let once =
        "import mmap, os, time\nm = mmap.mmap(-1, 60 << 20)\nfor i in range(0, 60 << 20, 4096): m[i] = 1\nfor _ in range(5):\n    if os.fork() == 0:\n        sum(m[i] for i in range(0, 60 << 20, 4096))\n        time.sleep(0.4)\n        os._exit(0)\nfor _ in range(5): os.wait()\ndef f(): return 1"

    runIn sandbox limits once [ equals "f()" "1" ] |> mustPass

[<Fact>]
let ``threads are a program's right, up to its number of processes`` () =
    let limits = SandboxLimits(TestTime = patient.TestTime, Processes = 16)

    runIn
        strong.Value
        limits
        "import threading, time\ndef start(n):\n    for i in range(n): threading.Thread(target=time.sleep, args=(100,)).start()\n    return n"
        [
            equals "start(10)" "10"
            holds "try:\n    start(10)\n    raise SystemError\nexcept RuntimeError: pass"
        ]
    |> mustPass

[<Fact>]
let ``a value larger than allowed is an error of the call`` () =
    let limits = SandboxLimits(TestTime = patient.TestTime, ValueBytes = 2000)

    let result =
        runIn strong.Value limits "def f(n): return 'x' * n" [ equals "len(f(1000))" "1000"; equals "len(f(3000))" "3000" ]

    outcomes result |> should equal [ TestOutcome.Passed; TestOutcome.Raised ]

[<Fact>]
let ``output is cut where it should be`` () =
    let limits = SandboxLimits(TestTime = patient.TestTime, OutputBytes = 1000)

    (runIn strong.Value limits "print('x' * 5000)" []).Output
    |> should equal (String('x', 1000))

[<Fact>]
let ``what makes no sense is refused where it is set`` () =
    Assert.Throws<SandboxException>(fun () -> SandboxLimits(TestTime = TimeSpan.Zero) |> ignore).Message
    |> should haveSubstring "TestTime"

    Assert.Throws<SandboxException>(fun () -> SandboxOptions(Workers = 0) |> ignore).Message
    |> should haveSubstring "Workers is 0"

    Assert.Throws<SandboxException>(fun () -> PythonSandbox.Start(SandboxOptions(Python = "python3")) |> ignore).Message
    |> should haveSubstring "absolute path"

    Assert.Throws<SandboxException>(fun () -> PythonSandbox.Start(SandboxOptions(Libraries = [ "/not/here" ])) |> ignore).Message
    |> should haveSubstring "/not/here"

[<Fact>]
let ``a library is found wherever its folder lies, also where a run has a folder of its own`` () =
    let folder = System.IO.Directory.CreateTempSubdirectory "library"
    System.IO.File.SetUnixFileMode(folder.FullName, enum 0o755)
    System.IO.File.WriteAllText(System.IO.Path.Combine(folder.FullName, "of_a_test.py"), "def twice(x): return x * 2")

    use sandbox =
        PythonSandbox.Start(SandboxOptions(Workers = 1, Libraries = [ folder.FullName ]))

    [
        equals "f()" "(4, [])"
        holds "import of_a_test\nassert f()[0] == of_a_test.twice(2)"
    ]
    |> runIn sandbox patient "import of_a_test, os\ndef f(): return of_a_test.twice(2), os.listdir('/tmp')"
    |> mustPass

    folder.Delete true
