/// The sandboxes that the tests share, short names for tests of candidates, and what is looked for on the host afterwards.
module DiffuCoder.Core.Tests.Sandbox.Sandboxes

open System
open System.IO
open System.Text
open DiffuCoder.Sandbox

/// Shared by all tests, and ended with their process, by the kernel. A machine without bubblewrap fails them with the line that mends it.
let strong = lazy (PythonSandbox.Start(SandboxOptions(Workers = 2)))

let weak = lazy (PythonSandbox.Unsafe(SandboxOptions(Workers = 2)))

let backend name : PythonSandbox =
    match name with
    | "bubblewrap" -> strong.Value
    | _ -> weak.Value

let equals expression expected : SandboxTest =
    SandboxTest.Equality(expression, expected)

let holds code : SandboxTest = SandboxTest.Statements code

let check entry code : SandboxTest = SandboxTest.Check(code, entry)

/// Long enough for a busy machine; what must run out of time gets less.
let patient =
    SandboxLimits(TestTime = TimeSpan.FromSeconds 30.0, CandidateTime = TimeSpan.FromSeconds 60.0)

let runIn (sandbox: ISandbox) (limits: SandboxLimits) program (tests: SandboxTest list) =
    sandbox.RunAsync(Candidate(program, tests), limits).GetAwaiter().GetResult()

let run program tests =
    runIn strong.Value patient program tests

let outcomes (result: CandidateResult) =
    [ for test in result.Tests -> test.Outcome ]

let details (result: CandidateResult) =
    [
        result.Program.Detail
        for test in result.Tests do
            test.Detail
    ]
    |> String.concat "\n"

/// Fails with what was said, which a bare outcome would hide.
let mustPass (result: CandidateResult) =
    if not result.Passed then
        failwith $"%A{result.Program.Outcome} %A{outcomes result}: {details result}"

let private processes () =
    Directory.GetDirectories "/proc"
    |> Array.filter (fun folder -> Char.IsDigit(Path.GetFileName(folder)[0]))

let private read (file: string) =
    try
        Encoding.Latin1.GetString(File.ReadAllBytes file)
    with
    | :? IOException
    | :? UnauthorizedAccessException -> ""

/// Every process on this machine whose name or command line has a mark.
let marked (mark: string) =
    processes ()
    |> Array.filter (fun folder ->
        (read $"{folder}/comm").Contains mark
        || (read $"{folder}/cmdline").Contains mark)
    |> List.ofArray

/// The processes that this one started, and theirs.
let descendants () =
    let parents =
        [
            for folder in processes () do
                match (read $"{folder}/stat").Split ") " |> Array.tryLast with
                | Some rest when rest.Length > 2 -> int (Path.GetFileName folder), int (rest.Split(' ')[1])
                | _ -> ()
        ]

    let rec below parent =
        [
            for child, its in parents do
                if its = parent then
                    child
                    yield! below child
        ]

    below Environment.ProcessId
