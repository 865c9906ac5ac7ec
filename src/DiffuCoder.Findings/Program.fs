module DiffuCoder.Findings.Program

open System
open System.IO
open System.Threading
open Argu
open DiffuCoder
open DiffuCoder.Scores
open DiffuCoder.Findings.Answering

[<HelpFlags("--help", "-h")>]
type Arguments =
    | [<MainCommand>] Findings of numbers: string list
    | Family of directory: string
    | After of checkpoint: string
    | Purpose of words: string
    | Limit of tasks: int
    | Threads of count: int
    | [<AltCommandLine(Letter.Output)>] Output of directory: string

    interface IArgParserTemplate with
        member this.Usage =
            match this with
            | Findings _ -> "of docs/plan.md: 1 to 7, gain, ar, mid-training, instruction (default: all)."
            | Family _ -> "directory of the checkpoints (default: runs/many-styles/family)."
            | After _ ->
                "a checkpoint of the family after reinforcement learning, once for each training seed (default: cpgrpo-1, -2 and -3, which are "
                + "those of the plan: what comes of others is told and not kept)."
            | Purpose _ ->
                "read the sealed tasks, for what is said here; it is written to docs/sealed-reads.jsonl. Without it the development tasks are taken."
            | Limit _ -> "only so many tasks of each split, to try it out on development tasks."
            | Threads _ -> "threads of the processor (default: all)."
            | Output _ -> "directory of the answers; what was interrupted goes on (default: runs/findings)."

let parser = ArgumentParser.Create<Arguments>(programName = "diffucoder findings")

let private chosen (given: ParseResults<Arguments>) (all: Plan.Finding list) =
    match given.TryGetResult Findings with
    | None
    | Some [] -> all
    | Some numbers ->
        [
            for number in numbers ->
                match all |> List.tryFind (fun finding -> finding.Number = number) with
                | Some finding -> finding
                | None ->
                    let known = all |> List.map _.Number |> String.concat ", "
                    given.Raise($"There is no finding {number} here; there are {known}.", showUsage = false)
        ]

let private record (findings: Plan.Finding list) (needs: Setting list) models purpose =
    let numbers = findings |> List.map _.Number |> String.concat ", "

    SealedReads.note
        SealedReads.file
        {
            Date = DateTimeOffset.UtcNow
            Purpose = $"{purpose} (findings {numbers})"
            Models = models
            Benchmarks =
                [
                    for setting in needs ->
                        match setting.Subject with
                        | Code perSplit -> $"the first {perSplit} sealed tasks of each split"
                        | WordProblems perSplit -> $"the first {perSplit} sealed word problems of each split"
                ]
                |> List.distinct
        }

/// What is to be measured.
type Planned =
    {
        Findings: Plan.Finding list
        Needs: Setting list
        /// A setting as it is measured, with fewer tasks where there is a limit.
        Limited: Setting -> Setting
        /// What sealed tasks are read for; development tasks otherwise.
        Purpose: string option
        /// It is of the checkpoints that the plan names, and takes its place among the settled findings.
        IsKept: bool
    }

/// Reads the command line; `ArguParseException` says what is wrong with it.
let planned (given: ParseResults<Arguments>) : Planned =
    let refuse (message: string) = given.Raise(message, showUsage = false)
    let purpose = given.TryGetResult Purpose

    let limited =
        match given.TryGetResult Limit with
        | None -> id
        | Some count when count < 1 -> refuse $"--limit is {count}; it must be at least 1."
        | Some _ when purpose.IsSome -> refuse "--limit and --purpose exclude each other: what is told is of all tasks of the plan."
        | Some count -> Setting.atMost count

    let after =
        match given.GetResults After with
        | [] -> [ for seed in 1..3 -> $"cpgrpo-{seed}" ]
        | names -> names

    let findings = Plan.findings after |> chosen given

    {
        Findings = findings
        Needs = findings |> List.collect _.Needs |> List.map limited |> List.distinct
        Limited = limited
        Purpose = purpose
        IsKept = purpose.IsSome && not (given.Contains After)
    }

let private measure (stop: CancellationToken) (given: ParseResults<Arguments>) =
    let planned = planned given
    let family = given.GetResult(Family, Path.Combine("runs", "many-styles", "family"))
    let models = Inputs.checkpoints family planned.Needs
    let rewards = planned.Findings |> List.collect _.Runs |> Inputs.rewards family
    given.TryGetResult Threads |> Option.iter Device.setThreads
    let tasks = if planned.Purpose.IsSome then Sealed else Development
    let folder = (string tasks).ToLowerInvariant()
    use sandbox = Sandbox.start ()
    planned.Purpose |> Option.iter (record planned.Findings planned.Needs models)

    let place =
        {
            Family = family
            Output = Path.Combine(given.GetResult(Output, Path.Combine("runs", "findings")), folder)
            Tasks = tasks
            Sandbox = sandbox
            Say = Console.WriteLine
            Stop = stop
        }

    let order = Plan.findings [ "any" ] |> List.map _.Number

    // one after the other, so that what is settled stays whatever becomes of the next
    let settle known (finding: Plan.Finding) =
        let known = finding.Needs |> List.map planned.Limited |> further place known

        let evidence =
            {
                Answers = fun setting -> known[planned.Limited setting]
                Reward = rewards
            }

        let found =
            Report.settled (DateOnly.FromDateTime DateTime.UtcNow) finding (finding.Quantities evidence)

        printfn $"\n{SettledFindings.table found}"

        if planned.IsKept then
            Report.keep Report.file order found

        found, known

    let found, _ = planned.Findings |> List.mapFold settle Map.empty

    if found.Length > 1 then
        printfn $"\nAll together:\n{found |> List.concat |> SettledFindings.table}"

    printfn $"\nOn {folder} tasks, with\n{Device.describe ()}"
    0

[<EntryPoint>]
let main arguments =
    Ending.ofWork "stopping after this step" "stopped; the same command goes on" (fun stop -> parser.Parse arguments |> measure stop)
