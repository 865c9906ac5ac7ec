// Alone: it ends every process that began since it began.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Sandbox.LifecycleTests

open System
open System.Diagnostics
open System.IO
open System.Threading
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes

let private start workers =
    PythonSandbox.Start(SandboxOptions(Workers = workers))

let private dispose (sandbox: PythonSandbox) =
    sandbox.DisposeAsync().AsTask().GetAwaiter().GetResult()

let private startsOf (before: int list) = descendants () |> List.except before

[<Fact>]
let ``it says what it is`` () =
    strong.Value.Description |> should haveSubstring "bubblewrap 0."
    weak.Value.Description |> should equal "unsafe"

[<Fact>]
let ``many run at once, each with its own result`` () =
    let results =
        [
            for number in 1..60 ->
                strong.Value.RunAsync(Candidate($"def f(): return {number}", [ equals "f()" $"{number}"; equals "f()" "0" ]), patient)
        ]
        |> Task.WhenAll
        |> _.Result

    for result in results do
        outcomes result |> should equal [ TestOutcome.Passed; TestOutcome.Wrong ]

[<Fact>]
let ``candidates leave nothing to the next`` () =
    let sandbox = start 1

    let leaves =
        "import builtins, json, sys, random\nopen('/tmp/left', 'w').write('x')\nbuiltins.sum = None\njson.dumps = None\nsys.left = 1\nrandom.seed(5)\ndef f(): return 1\n"

    let looks =
        "import os, sys, random\ndef f(): return os.listdir('/tmp'), hasattr(sys, 'left'), sum([1]), random.random()\n"

    let look () =
        (runIn sandbox patient looks [ equals "f()" "0" ]).Tests[0].Detail

    let clean = look ()
    runIn sandbox patient leaves [ equals "f()" "1" ] |> mustPass
    look () |> should equal clean
    clean |> should haveSubstring "([], False, 1, "
    dispose sandbox

[<Theory>]
[<InlineData "import os; os.mkdir('d'); open('d/f', 'w'); os.chmod('d', 0)">]
[<InlineData "import os\nfor _ in range(1500): os.mkdir('d'); os.chdir('d')">]
[<InlineData "for i in range(300): open(str(i), 'w')">]
let ``a folder that is hard to empty costs its worker, nothing else`` (program: string) =
    let sandbox = start 1

    runIn sandbox patient program []
    |> _.Program.Outcome
    |> should equal TestOutcome.Passed

    runIn sandbox patient "import os\ndef f(): return os.listdir('/tmp')" [ equals "f()" "[]" ]
    |> mustPass

    dispose sandbox

[<Fact>]
let ``a worker that is killed from outside is replaced, and nobody waits in vain`` () =
    let before = descendants ()
    let sandbox = start 2

    let queue =
        [
            for _ in 1..40 -> sandbox.RunAsync(Candidate("def f(): return 1", [ equals "f()" "1" ]), patient)
        ]

    for id in startsOf before do
        try
            Process.GetProcessById(id).Kill()
        with
        | :? ArgumentException
        | :? InvalidOperationException -> ()

    let results = (Task.WhenAll queue).WaitAsync(TimeSpan.FromSeconds 60.0).Result

    for result in results do
        if not result.Passed then
            result.Program.Outcome :: outcomes result |> should contain TestOutcome.Died

    runIn sandbox patient "def f(): return 1" [ equals "f()" "1" ] |> mustPass
    dispose sandbox

[<Theory>]
[<InlineData "while True: pass">]
[<InlineData "import time\ndef f(): time.sleep(1000)">]
let ``a cancelled run ends at once, and its place is free`` (program: string) =
    let sandbox = start 1
    use cancel = new CancellationTokenSource(500)

    let run =
        sandbox.RunAsync(Candidate(program, [ equals "f()" "1" ]), patient, cancel.Token)

    let watch = Stopwatch.StartNew()

    Assert.ThrowsAny<OperationCanceledException>(fun () -> run.GetAwaiter().GetResult() |> ignore)
    |> ignore

    watch.Elapsed |> should be (lessThan (TimeSpan.FromSeconds 10.0))
    runIn sandbox patient "def f(): return 1" [ equals "f()" "1" ] |> mustPass
    dispose sandbox

[<Fact>]
let ``a run that waits for a place can be cancelled`` () =
    let sandbox = start 1
    use cancel = new CancellationTokenSource()
    let first = sandbox.RunAsync(Candidate("import time; time.sleep(1)", []), patient)
    let second = sandbox.RunAsync(Candidate("x = 1", []), patient, cancel.Token)
    cancel.Cancel()

    Assert.ThrowsAny<OperationCanceledException>(fun () -> second.GetAwaiter().GetResult() |> ignore)
    |> ignore

    first.Result.Program.Passed |> should be True
    dispose sandbox

[<Fact>]
let ``a sandbox that is disposed ends its runs and leaves no process`` () =
    let mark = $"bye{Random.Shared.Next 100000}"

    for sandbox in [ start 2; PythonSandbox.Unsafe(SandboxOptions(Workers = 2)) ] do
        let runs =
            [
                for _ in 1..4 ->
                    sandbox.RunAsync(
                        Candidate($"import ctypes, os, time\nctypes.CDLL(None).prctl(15, b'{mark}')\nos.fork()\ntime.sleep(1000)", []),
                        patient
                    )
            ]

        SpinWait.SpinUntil((fun () -> not (marked mark).IsEmpty), 20000)
        |> should be True

        dispose sandbox

        for run in runs do
            Assert.ThrowsAny<OperationCanceledException>(fun () -> run.GetAwaiter().GetResult() |> ignore)
            |> ignore

        marked mark |> should be Empty

        Assert.Throws<ObjectDisposedException>(fun () -> sandbox.RunAsync(Candidate("", [])).GetAwaiter().GetResult() |> ignore)
        |> ignore

        dispose sandbox

/// A folder with a stand-in for bubblewrap.
let private standIn (script: string) =
    let folder = Directory.CreateTempSubdirectory("no-bwrap").FullName
    let file = Path.Combine(folder, "bwrap")
    File.WriteAllText(file, "#!/bin/sh\n" + script)
    File.SetUnixFileMode(file, enum 0o755)
    File.SetUnixFileMode(folder, enum 0o755)
    folder

[<Fact>]
let ``without bubblewrap it refuses and says what to type`` () =
    Assert.Throws<SandboxException>(fun () -> HostTools.Strong(SandboxOptions(), "/not/here") |> ignore).Message
    |> should haveSubstring "apt-get install -y bubblewrap python3"

[<Fact>]
let ``where bubblewrap may not build walls it refuses, and says what bubblewrap says`` () =
    let folder =
        standIn
            "[ \"$1\" = --version ] && echo bubblewrap 0.8.0 && exit\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n"

    let options = SandboxOptions()

    let message =
        Assert.Throws<SandboxException>(fun () -> PythonSandbox.Begin(HostTools.Strong(options, folder), options) |> ignore).Message

    message
    |> should haveSubstring "bwrap: No permissions to create a new namespace"

    message |> should haveSubstring "user namespaces"
    Directory.Delete(folder, true)
