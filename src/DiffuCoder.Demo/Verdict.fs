/// What the tests say of the function that was written. It runs in the sandbox, never here.
module DiffuCoder.Demo.Verdict

open DiffuCoder
open DiffuCoder.Demo.Settings
open DiffuCoder.Sandbox

/// The program that a generation stands for: the code of an answer, or the beginning with what follows it.
let program (settings: Settings) (trajectory: Trajectory) =
    match settings.Prompt with
    | Prompt.Completion beginning -> beginning + Trajectory.text trajectory
    | _ -> Trajectory.code trajectory

let private candidate (tests: string list) program =
    Sandbox.candidate program [ for test in tests -> Statements $"assert {test}" ]

let private reason (result: TestResult) =
    if result.Detail = "" then
        string result.Outcome
    else
        $"{result.Outcome}: {result.Detail}"

/// A result in a line or a few.
let describe (tests: string list) (result: CandidateResult) =
    if not result.Program.Passed then
        [ $"the function does not run: {reason result.Program}" ]
    else
        let failed =
            Seq.zip tests result.Tests
            |> Seq.filter (fun (_, verdict) -> not verdict.Passed)
            |> List.ofSeq

        $"{tests.Length - failed.Length} of {tests.Length} tests pass"
        :: [ for test, verdict in failed -> $"  {test}  {reason verdict}" ]

/// The verdict on a generation; nothing where there are no tests. A machine without a sandbox says what it lacks.
let lines (settings: Settings) (trajectory: Trajectory) =
    match settings.Tests with
    | [] -> []
    | tests ->
        try
            use sandbox = Sandbox.startWith (SandboxOptions(Workers = 1))

            program settings trajectory
            |> candidate tests
            |> Sandbox.run sandbox
            |> describe tests
        with :? SandboxException as problem ->
            [ $"the tests were not run: {problem.Message}" ]
