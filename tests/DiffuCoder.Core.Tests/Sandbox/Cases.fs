/// The corpora of programs with tests, one a file; `Fixtures/Sandbox/README.md` describes them.
module DiffuCoder.Core.Tests.Sandbox.Cases

open System
open System.Globalization
open System.IO
open DiffuCoder.Sandbox

type Case =
    {
        Name: string
        /// "pass", "fail", or "any" where both are right.
        Expect: string
        Candidate: Candidate
        Limits: SandboxLimits
    }

let private headed (line: string) = line.StartsWith "#### "

/// The parts of a file: the program without a heading, then each section's heading and text.
let private sections (lines: string list) =
    let rec cut heading (lines: string list) =
        let text = List.takeWhile (headed >> not) lines
        let rest = List.skip text.Length lines
        let section = heading, String.concat "\n" text + "\n"

        match rest with
        | [] -> [ section ]
        | next :: others -> section :: cut (next.Substring 5) others

    cut "program" lines

let private test (heading: string, text: string) : SandboxTest option =
    match heading.Trim().Split ' ' with
    | [| "statements" |] -> Some(SandboxTest.Statements text)
    | [| "check"; entry |] -> Some(SandboxTest.Check(text, entry))
    | [| "equals" |] ->
        match text.Split('\n', 2) with
        | [| expression; expected |] -> Some(SandboxTest.Equality(expression, expected))
        | _ -> failwith $"'equals' without a second line: {text}"
    | _ -> None

/// The limits that a case names, and those given for what it does not name.
let private limits (given: SandboxLimits) (settings: (string * string) list) =
    let number name =
        settings
        |> List.tryFind (fst >> (=) name)
        |> Option.map (fun (_, value) -> Double.Parse(value, CultureInfo.InvariantCulture))

    let or' otherwise convert name =
        number name |> Option.map convert |> Option.defaultValue otherwise

    let mebibytes (count: float) = int64 count <<< 20

    SandboxLimits(
        TestTime = or' given.TestTime TimeSpan.FromSeconds "test_time",
        CandidateTime = or' given.CandidateTime TimeSpan.FromSeconds "time",
        MemoryBytes = or' given.MemoryBytes mebibytes "memory",
        FileBytes = or' given.FileBytes mebibytes "files",
        Processes = or' given.Processes int "processes",
        OutputBytes = or' given.OutputBytes int "output",
        ValueBytes = or' given.ValueBytes int "value"
    )

/// A case; limits that it does not name are those given.
let read (given: SandboxLimits) (file: string) =
    let lines = List.ofArray (File.ReadAllLines file)

    let settings =
        [
            for line in lines |> List.takeWhile (headed >> not) do
                if line.StartsWith "#: " then
                    match line.Substring(3).Split('=', 2) with
                    | [| name; value |] -> name.Trim(), value.Trim()
                    | _ -> failwith $"{file}: {line}"
        ]

    let parts =
        sections (lines |> List.filter (fun line -> not (line.StartsWith "#: ")))

    let setup name =
        parts |> List.filter (fst >> (=) name) |> List.map snd |> String.concat ""

    {
        Name = Path.GetFileNameWithoutExtension file
        Expect = settings |> List.find (fst >> (=) "expect") |> snd
        Candidate = Candidate(setup "program", List.choose test parts, TestSetup = setup "setup", ProgramSetup = setup "progsetup")
        Limits = limits given settings
    }

let folder name =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sandbox", name)

/// All cases of a folder, in the order of their names.
let all given folder =
    Directory.GetFiles(folder, "*.py")
    |> Array.sort
    |> Array.map (read given)
    |> List.ofArray

/// What became of a case that should have become something else.
let surprise (case: Case) (result: CandidateResult) =
    let isBlamed = // a program must not be able to blame the benchmark
        result.Tests |> Seq.exists (fun test -> test.Outcome = TestOutcome.CannotRun)

    let verdict =
        if result.Passed then "pass"
        elif isBlamed then "blamed on the tests"
        else "fail"

    if case.Expect = "any" || case.Expect = verdict then
        None
    else
        let said =
            [
                $"{result.Program.Outcome} {result.Program.Detail}"
                for test in result.Tests do
                    $"{test.Outcome} {test.Detail}"
            ]

        Some $"""{case.Name}: {verdict}: {String.concat "; " said}"""
