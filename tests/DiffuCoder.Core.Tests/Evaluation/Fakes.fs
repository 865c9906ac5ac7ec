/// Stand-ins for the sandbox. They isolate nothing: only trusted code goes through them.
module DiffuCoder.Core.Tests.Evaluation.Fakes

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox

/// A sandbox that does as it is told.
type Scripted(run: Candidate -> SandboxLimits -> CandidateResult, ask: string -> string -> string) =
    interface ISandbox with
        member _.Description = "scripted"

        member _.RunAsync(candidate, limits, cancellation) =
            Task.Run((fun () -> run candidate limits), cancellation)

        member _.AskAsync(script, request, cancellation) =
            Task.Run((fun () -> ask script request), cancellation)

        member _.DisposeAsync() = ValueTask.CompletedTask

/// Runs Python on a trusted script, with a text for its standard input; `SandboxException` when it fails.
let python (script: string) (input: string) =
    let start =
        ProcessStartInfo(
            "python3",
            [ "-I"; "-c"; script ],
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        )

    use running = Process.Start start
    let output = running.StandardOutput.ReadToEndAsync()
    let errors = running.StandardError.ReadToEndAsync()

    let feed =
        task {
            do! running.StandardInput.WriteAsync input
            running.StandardInput.Close()
        }

    if not (running.WaitForExit 60_000) then
        running.Kill()
        raise (SandboxException "Python took more than a minute.")

    feed.Wait()

    if running.ExitCode <> 0 then
        raise (SandboxException errors.Result)

    output.Result

/// `AskAsync` without a sandbox, for the kit's own scripts.
let askPython (script: string) (request: string) =
    python
        (script
         + "\n\nimport json, sys\nprint(json.dumps(answer(json.load(sys.stdin))))\n")
        request

let private harness =
    """
import json, os, signal, sys

request = json.load(sys.stdin)
said = os.fdopen(os.dup(1), "w")  # the program may take its standard output away
def late(*_):
    raise TimeoutError()
signal.signal(signal.SIGALRM, late)

def attempt(work):
    signal.setitimer(signal.ITIMER_REAL, request["seconds"])
    try:
        work()
        return ["Passed", ""]
    except AssertionError as problem:
        return ["Wrong", repr(problem)]
    except TimeoutError:
        return ["TimedOut", ""]
    except BaseException as problem:
        return ["Raised", repr(problem)]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)

names = {"__name__": "candidate"}
def program():
    exec(compile(request["program"], "program", "exec"), names)
    exec(compile(request["programSetup"], "setup", "exec"), names)
first = attempt(program)
results = []
if first[0] == "Passed":
    exec(compile(request["testSetup"], "tests", "exec"), names)
    for test in request["tests"]:
        results.append(attempt(lambda: exec(compile(test, "test", "exec"), names)))
try:
    sys.stdout.flush()
except ValueError:
    pass
print("\n@" + json.dumps([first] + results), file=said)
said.flush()
"""

let private codeOf (test: SandboxTest) =
    match test with
    | :? SandboxTest.Equality as equality -> $"assert ({equality.Expression}) == ({equality.Expected})"
    | :? SandboxTest.Statements as statements -> statements.Code
    | :? SandboxTest.Check as check -> $"{check.Code}\ncheck({check.EntryPoint})"
    | other -> failwith $"%O{other}"

/// `RunAsync` without a sandbox, for solutions that come with a benchmark.
let runTrusted (candidate: Candidate) (limits: SandboxLimits) =
    let request =
        JsonSerializer.Serialize
            {|
                program = candidate.Program
                programSetup = candidate.ProgramSetup
                testSetup = candidate.TestSetup
                tests = candidate.Tests |> Seq.map codeOf |> Array.ofSeq
                seconds = limits.TestTime.TotalSeconds
            |}

    let output = python harness request

    let verdicts = output.LastIndexOf("\n@", StringComparison.Ordinal)

    let results =
        JsonSerializer.Deserialize<string[][]>(output[verdicts + 2 ..])
        |> Array.map (fun pair -> TestResult(Enum.Parse<TestOutcome> pair[0], pair[1]))

    let tests =
        if results.Length > 1 then
            results[1..]
        else
            Array.create candidate.Tests.Count (TestResult TestOutcome.NotRun)

    CandidateResult(results[0], tests, output[.. verdicts - 1], TimeSpan.Zero)

/// Python without a sandbox.
let trusted () =
    Scripted(runTrusted, askPython) :> ISandbox

let private passed = TestResult TestOutcome.Passed

/// What a sandbox says of itself.
let environment = """{"python": "3.11.2", "libraries": {"numpy": "1.24.2"}}"""

/// The solution of every problem made here.
let private solution = "def f(x):\n    return x\n"

/// A verdict on every test by the candidate's program; the problems' own solution is right.
let judged (isRight: string -> bool) =
    let run (candidate: Candidate) _ =
        let outcome =
            if candidate.Program = solution || isRight candidate.Program then
                passed
            else
                TestResult(TestOutcome.Wrong, "wrong")

        CandidateResult(passed, [| for _ in candidate.Tests -> outcome |], "", TimeSpan.Zero)

    let keep script (request: string) =
        if script = PythonScripts.Environment then
            environment
        else
            let text = JsonDocument.Parse(request).RootElement.GetProperty("text").GetString()
            JsonSerializer.Serialize {| code = text; parses = true |}

    Scripted(run, keep) :> ISandbox

/// Disposes of a sandbox at the end of a test.
type Owned(sandbox: ISandbox) =
    member _.Value = sandbox

    interface IDisposable with
        member _.Dispose() = sandbox.DisposeAsync().AsTask().Wait()

/// A temporary folder that is gone afterwards.
let inFolder (work: string -> 'a) =
    let folder = Directory.CreateTempSubdirectory("diffucoder-evaluation-").FullName

    try
        work folder
    finally
        Directory.Delete(folder, recursive = true)

/// A file with some text, gone afterwards.
let withFile (name: string) (text: string) (work: string -> 'a) =
    inFolder (fun folder ->
        let path = Path.Combine(folder, name)
        File.WriteAllText(path, text)
        work path)

/// A small hand-made file of a benchmark.
let fixture (name: string) =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Evaluation", name)

/// A problem with one test.
let problem (task: string) =
    Problem(
        TaskId = task,
        EntryPoint = "f",
        Prompt = "def f(x):\n",
        Request = "Write `f`.",
        CanonicalSolution = solution,
        BaseTests = [| SandboxTest.Equality("f(1)", "1") |]
    )

/// A benchmark of some problems, under a hash.
let benchmarkOf (hash: string) (problems: Problem list) =
    Benchmark(
        Name = "small",
        Problems = Array.ofList problems,
        Form = RequestForm.Plain,
        Stops = StopSequences.AfterFunction,
        Source = "by hand",
        Sha256 = hash
    )

/// A benchmark of so many problems.
let benchmark (count: int) =
    benchmarkOf "00" [ for i in 0 .. count - 1 -> problem $"small/{i}" ]

let wait (work: Task<'a>) = work.GetAwaiter().GetResult()
let none = CancellationToken.None

/// A model that writes its seed, and what it was asked together.
type Seeds(identity: (string * string) list) =
    member val Batches = ResizeArray<int>()

    interface IAnswers with
        member _.Identity = readOnlyDict identity

        member this.Answer(asked, written, _) =
            this.Batches.Add asked.Count
            written.Invoke(float asked.Count / 2.0)

            [|
                for struct (problem, seed) in asked -> Answer($"    return {seed} # {problem.TaskId} é\n", 7, true)
            |]

/// A clock that stands.
type FixedClock() =
    inherit TimeProvider()

    override _.GetUtcNow() =
        DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
