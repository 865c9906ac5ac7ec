// Alone: it fills all processors.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Sandbox.FairnessTests

open System
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes

/// Starts processes in sessions of their own that take all the processor time there is.
let private spinner =
    "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n        try: os.setsid()\n        except OSError: pass\n        while True: pass\ntime.sleep(60)"

let private spinning =
    SandboxLimits(TestTime = TimeSpan.FromSeconds 2.0, CandidateTime = TimeSpan.FromSeconds 3.0)

[<Fact>]
let ``a program that needs most of its time gets it, whoever runs beside it`` () =
    use sandbox = PythonSandbox.Start(SandboxOptions(Workers = 8))

    let works =
        "import time\ndef f():\n    start = time.process_time()\n    while time.process_time() - start < 0.7: pass\n    return 1"

    let limits =
        SandboxLimits(TestTime = TimeSpan.FromSeconds 1.0, CandidateTime = TimeSpan.FromSeconds 4.0)

    use stop = new CancellationTokenSource()

    let spinners =
        [
            for _ in 1..7 -> sandbox.RunAsync(Candidate(spinner, []), spinning, stop.Token)
        ]

    Thread.Sleep 500
    runIn sandbox limits works [ equals "f()" "1" ] |> mustPass
    stop.Cancel()

    for spinner in spinners do
        try
            spinner.Wait()
        with :? AggregateException ->
            ()

[<Fact>]
let ``processor time is counted over all processes, dead ones too`` () =
    let limits =
        SandboxLimits(TestTime = patient.TestTime, CandidateTime = TimeSpan.FromSeconds 2.0)

    let many =
        "import os\nfor _ in range(8):\n    if os.fork() == 0:\n        while True: pass\nwhile True: pass"

    let result = runIn strong.Value limits many []

    [ TestOutcome.Died; TestOutcome.TimedOut ]
    |> should contain result.Program.Outcome

[<Fact>]
let ``orphans are taken in, however many`` () =
    // The last of them may still be about to end on a busy machine, so the count has ten seconds to fall.
    let forks =
        String.concat
            "\n"
            [
                "import os, time"
                "for _ in range(200):"
                "    if os.fork() == 0:"
                "        os.fork()"
                "        os._exit(0)"
                "    os.wait()"
                "def alive(): return len([n for n in os.listdir('/proc') if n.isdigit()])"
                "def f():"
                "    end = time.monotonic() + 10"
                "    while alive() > 4 and time.monotonic() < end: time.sleep(0.05)"
                "    return alive()"
            ]

    run forks [ holds "assert f() <= 4, f()" ] |> mustPass

[<Fact>]
let ``control groups that a killed process left are cleared away`` () =
    let ofNobody = // no process has this number
        [
            for place in ControlGroup.Places -> Path.Combine(place, $"diffucoder-{Int32.MaxValue}-1")
        ]

    ofNobody |> List.iter (Directory.CreateDirectory >> ignore)
    (PythonSandbox.Start(SandboxOptions(Workers = 1)) :> IDisposable).Dispose()

    ofNobody |> List.filter Directory.Exists |> should be Empty
