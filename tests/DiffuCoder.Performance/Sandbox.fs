/// Candidates in the sandbox against a fresh interpreter for each test.
module DiffuCoder.Performance.Sandbox

open System.Diagnostics
open System.Threading.Tasks
open DiffuCoder.Sandbox
open DiffuCoder.Performance.Measure

let private program = "def f(x):\n    return x * 2\n"
let private values = [ 1; 2; 3 ]

let private candidate =
    Candidate(
        program,
        [
            for value in values -> SandboxTest.Statements $"assert f({value}) == {value * 2}" :> SandboxTest
        ]
    )

let private mustPass (result: CandidateResult) =
    if not result.Passed then
        failwith $"The candidate did not pass: {result.Program}, {List.ofSeq result.Tests}"

let private sandboxed (sandbox: PythonSandbox) count () =
    Task.WhenAll([ for _ in 1..count -> sandbox.RunAsync candidate ]).Result
    |> Array.iter mustPass

let private oneByOne (sandbox: PythonSandbox) count () =
    for _ in 1..count do
        sandbox.RunAsync(candidate).Result |> mustPass

let private interpreter value =
    use python =
        Process.Start("/usr/bin/python3", [ "-c"; $"{program}\nassert f({value}) == {value * 2}" ])

    python.WaitForExit()

    if python.ExitCode <> 0 then
        failwith "The test did not pass in a plain interpreter."

let private plain count () =
    for _ in 1..count do
        values |> List.iter interpreter

/// As many at once as the sandbox runs.
let private plainAtOnce workers count () =
    Parallel.For(0, count, ParallelOptions(MaxDegreeOfParallelism = workers), (fun (_: int) -> values |> List.iter interpreter))
    |> ignore

let private coldStart () =
    let sandbox = PythonSandbox.Start(SandboxOptions(Workers = 1))
    sandbox.DisposeAsync().AsTask().Wait()

let private report name count (rounds: (float * float) list) =
    let each select =
        1000.0 * median (List.map select rounds) / float count

    let ratio = median (rounds |> List.map (fun (ours, plain) -> plain / ours))
    row [ name; $"{each fst:F1} ms"; $"{each snd:F1} ms"; $"{ratio:F1}" ]

let run () =
    let workers = System.Environment.ProcessorCount
    let sandbox = PythonSandbox.Start(SandboxOptions(Workers = workers))

    printfn
        $"\n### A candidate with three tests in the sandbox ({sandbox.Description}, {workers} workers) against python3 -c for each test\n"

    row [ "what"; "sandbox"; "python3 -c"; "times faster" ]
    row [ "---"; "---"; "---"; "---" ]
    let count = 100
    let atOnce = inTurn 5 (sandboxed sandbox count) (plainAtOnce workers count)
    report $"{workers} at once, each" count atOnce
    inTurn 5 (oneByOne sandbox 50) (plain 50) |> report "one by one, each" 50

    inTurn 5 coldStart (fun () -> interpreter 1)
    |> report "cold start (both workers), against one interpreter" 1

    let perSecond = float count / median (List.map fst atOnce)
    printfn $"\nCandidates per second, warm: {perSecond:F0}"
    sandbox.DisposeAsync().AsTask().Wait()
