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
                "a checkpoint of the family after reinforcement learning, once for each training seed (default: cpgrpo-1, -2 and -3)."
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

let private record (findings: Plan.Finding list) (needs: Setting list) purpose =
    let numbers = findings |> List.map _.Number |> String.concat ", "

    SealedReads.append
        SealedReads.file
        {
            Date = DateTimeOffset.UtcNow
            Purpose = $"{purpose} (findings {numbers})"
            Models = needs |> List.map _.Checkpoint |> List.distinct
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
    }

let private requireCheckpoints family (needs: Setting list) =
    for name in needs |> List.map _.Checkpoint |> List.distinct do
        if not (Directory.Exists(Path.Combine(family, name))) then
            raise (IOException $"{family} has no checkpoint {name}; train it first, or name others by --family and --after.")

let private measure (stop: CancellationToken) (given: ParseResults<Arguments>) =
    let planned = planned given
    let family = given.GetResult(Family, Path.Combine("runs", "many-styles", "family"))
    requireCheckpoints family planned.Needs
    given.TryGetResult Threads |> Option.iter Device.setThreads
    planned.Purpose |> Option.iter (record planned.Findings planned.Needs)
    let tasks = if planned.Purpose.IsSome then Sealed else Development
    let folder = (string tasks).ToLowerInvariant()
    use sandbox = Sandbox.start ()

    let answers =
        planned.Needs
        |> all
            {
                Family = family
                Output = Path.Combine(given.GetResult(Output, Path.Combine("runs", "findings")), folder)
                Tasks = tasks
                Sandbox = sandbox
                Say = Console.WriteLine
                Stop = stop
            }

    let evidence =
        {
            Answers = planned.Limited >> answers
            Reward =
                fun run ->
                    Path.Combine(family, run)
                    |> Runs.read
                    |> Runs.series "reward"
                    |> List.averageBy snd
        }

    let today = DateOnly.FromDateTime DateTime.UtcNow

    let found =
        planned.Findings
        |> List.collect (fun finding -> Report.settled today finding (finding.Quantities evidence))

    printfn $"\n{SettledFindings.table found}"

    if planned.Purpose.IsSome then
        let order = Plan.findings [ "any" ] |> List.map _.Number
        Report.keep Report.file order found

    printfn $"\nOn {folder} tasks, with\n{Device.describe ()}"
    0

[<EntryPoint>]
let main arguments =
    Ending.ofWork "stopping after this step" "stopped; the same command goes on" (fun stop -> parser.Parse arguments |> measure stop)
