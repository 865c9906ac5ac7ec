/// Runs that keep how their answers were written.
module DiffuCoder.Core.Tests.Evaluation.KeptTrajectoryTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Evaluation.Fakes

/// Every answer is one token, the last digits of its seed, at a step of its own.
type private Stepwise() =
    let written (problem: Problem) (seed: int64) =
        let token = int (abs seed % 90L)

        Trajectory(
            Initial = [| 1; 99 |],
            Final = [| 1; token |],
            CompletionStart = 1,
            TextEnd = 2,
            Steps = [| SamplingStep(0, [| Reveal(1, token, 0.5f, 0.25f) |]) |],
            Options = SamplerOptions.Paper,
            Seed = seed,
            Text = $"    return {token} # {problem.TaskId} é\n"
        )

    interface IAnswers with
        member _.Identity = readOnlyDict [ "model", "stepwise" ]

        member _.Answer(asked, _, _) =
            [|
                for struct (problem, seed) in asked ->
                    let trajectory = written problem seed
                    Answer(nonNull trajectory.Text, 1, true, Trajectory = trajectory)
            |]

let private options keeps shard =
    EvaluationOptions(
        Samples = 2,
        BatchSize = 2,
        Prompting = PromptKind.Completion,
        KeepTrajectories = keeps,
        Scoring = ScoringOptions(Ks = [| 1; 2 |]),
        Shard = shard
    )

let private evaluator () =
    Evaluator(judged (fun program -> program.Contains "small/1"), FixedClock())

let private runWith appended options folder =
    wait (evaluator().RunAsync(Stepwise(), benchmark 2, options, folder, null, Action<int> appended, none))

let private run options folder = runWith ignore options folder

let private trajectories (result: EvaluationResult) =
    [
        for problem in result.Problems do
            for score in problem.Samples -> score.Sample.Trajectory |> Option.ofObj |> Option.map TrajectoryFile.ToLine
    ]

let private refusal work =
    Assert.Throws<EvaluationException>(fun () -> work () |> ignore).Message

let private file folder name = Path.Combine(folder, name)

[<Fact>]
let ``a finished run that is read again has its trajectories`` () =
    inFolder (fun folder ->
        let first = run (options true null) folder
        trajectories first |> List.forall Option.isSome |> should be True

        run (options true null) folder
        |> trajectories
        |> should equal (trajectories first)

        run (options false null) folder
        |> trajectories
        |> List.forall Option.isNone
        |> should be True)

exception private Killed

[<Fact>]
let ``a run ended after any answer goes on to the same trajectories`` () =
    inFolder (fun whole ->
        let uninterrupted = run (options true null) whole

        for last in 1..4 do
            inFolder (fun folder ->
                let kill count =
                    if count = last then
                        raise Killed

                Assert.Throws<Killed>(fun () -> runWith kill (options true null) folder |> ignore)
                |> ignore

                run (options true null) folder
                |> trajectories
                |> should equal (trajectories uninterrupted)

                for name in [ "samples.jsonl"; "trajectories.jsonl" ] do
                    File.ReadAllBytes(file folder name)
                    |> should equal (File.ReadAllBytes(file whole name))))

[<Fact>]
let ``what was cut off behind the last answer's trajectory is written anew`` () =
    inFolder (fun folder ->
        let go () =
            run (options true null) folder |> ignore

        go ()
        let kept = file folder "trajectories.jsonl"
        let samples = File.ReadAllLines(file folder "samples.jsonl")
        let whole = File.ReadAllBytes kept
        let secondEnds = Array.IndexOf(whole, 10uy, Array.IndexOf(whole, 10uy) + 1) + 1

        for length in secondEnds..97 .. whole.Length do
            File.WriteAllText(file folder "samples.jsonl", samples[0] + "\n" + samples[1] + "\n")
            File.WriteAllBytes(kept, whole[.. length - 1])
            go ()
            File.ReadAllBytes kept |> should equal whole)

[<Fact>]
let ``a run begun without trajectories is not read with them`` () =
    inFolder (fun folder ->
        run (options false null) folder |> ignore

        refusal (fun () -> run (options true null) folder)
        |> should haveSubstring "the run has 4 answers and trajectories of 0; it was begun without keeping them")

[<Fact>]
let ``trajectories of other answers are refused`` () =
    inFolder (fun folder ->
        run (options true null) folder |> ignore
        let kept = file folder "trajectories.jsonl"
        let lines = File.ReadAllLines kept
        File.WriteAllLines(kept, Array.append [| lines[3] |] lines[1..])

        refusal (fun () -> run (options true null) folder)
        |> should haveSubstring "the text is not that of the answer to small/0"

        File.WriteAllLines(kept, Array.append [| "{}" |] lines[1..])

        refusal (fun () -> run (options true null) folder)
        |> should haveSubstring "not a trajectory")

[<Fact>]
let ``an answer that no sampler wrote has no trajectory to keep`` () =
    inFolder (fun folder ->
        let answers = Seeds [ "model", "seeds" ]

        refusal (fun () -> wait (evaluator().RunAsync(answers, benchmark 1, options true null, folder, null, ignore, none)))
        |> should haveSubstring "no trajectory to keep")

[<Fact>]
let ``shards' trajectories are merged, and missing ones are named`` () =
    inFolder (fun folder ->
        let shards =
            [
                for number in 1..2 ->
                    let own = file folder (string number)
                    run (options true (Shard(number, 2))) own |> ignore
                    own
            ]

        let merge into =
            wait (evaluator().MergeAsync(List.toArray shards, benchmark 2, options true null, file folder into))

        let whole = run (options true null) (file folder "whole")
        merge "merged" |> trajectories |> should equal (trajectories whole)
        File.Delete(file shards[1] "trajectories.jsonl")
        refusal (fun () -> merge "again") |> should haveSubstring "trajectories of 0")
