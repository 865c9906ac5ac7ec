module DiffuCoder.Kit.Tests.RepairTests

open System
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Repairs
open DiffuCoder.Kit.Tests.StandIn

let private answer model seed =
    Prompt.instruct "Add numbers."
    |> Sampler.generate
        model
        { quick with
            Temperature = 1.0
            Seed = seed
        }

let private options =
    { RepairOptions.Default with
        Rounds = 3
        Policies =
            [
                RepairPolicy.widening 1 |> RepairPolicy.withRoom 1
                RepairPolicy.leastConfident 0.3
                RepairPolicy.suffix 0
            ]
        Seed = 5L
    }

let private never =
    Checker.ofText "never" (fun text -> Finding.at (TextSpan(text.Length / 2, 1)) "never" |> Finding.scored 0.5)

let private texts (run: RepairRun) =
    [ for round in run.Rounds -> round.Policy, round.Trajectory.Text ]

[<Fact>]
let ``an answer is masked where the checker points, round for round, and stays as it was where nothing is better`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let before = answer model 1L
    let repaired = before |> Repair.run model never options

    [ for round in repaired.Rounds -> round.Policy ]
    |> should equal [ "widening 1, room 1"; "least confident 0.3"; "suffix" ]

    repaired.Kept |> should equal (Nullable<int>())
    repaired.Answer |> should be (sameAs before)
    repaired.Finding.Score |> should equal 0.5
    repaired.Passes.Value |> should be (greaterThan 0)

[<Fact>]
let ``the answer that holds is kept, and reads as any other`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let before = answer model 2L

    let other =
        Checker.ofText "other" (fun text ->
            if text = before.Text then
                Finding.bad "the same"
            else
                Finding.good)

    let repaired =
        before
        |> Repair.run
            model
            other
            { options with
                Policies = [ RepairPolicy.everything ]
            }

    repaired.Finding.Holds |> should be True
    Trajectory.text repaired.Answer |> should not' (equal before.Text)
    Trajectory.code repaired.Answer |> should be ofExactType<string>
    Trajectory.order repaired.Answer |> should not' (be Empty)

[<Fact>]
let ``the same seed gives the same repair, and another one another`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let before = answer model 3L

    let repair seed =
        before |> Repair.run model never { options with Seed = seed } |> texts

    repair 1L |> should equal (repair 1L)
    repair 1L |> should not' (equal (repair 2L))

[<Fact>]
let ``many are repaired at once, told of, and ended by a token`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let jobs = [ for seed in 1L .. 3L -> never, answer model seed ]
    let told = Collections.Generic.List<RepairProgress>()

    let runs =
        jobs
        |> Repair.runManyWith told.Add CancellationToken.None model { options with BatchSize = 2 }

    runs |> should haveLength 3

    [ for progress in told -> progress.Round, progress.Filled ]
    |> should
        equal
        [
            for round in 0..2 do
                yield! [ round, 0; round, 2; round, 3 ]
        ]

    jobs
    |> Repair.runMany model options
    |> List.map texts
    |> should equal (runs |> List.map texts)

    use stop = new CancellationTokenSource()

    (fun () ->
        jobs
        |> Repair.runManyWith
            (fun progress ->
                if progress.Round = 1 then
                    stop.Cancel())
            stop.Token
            model
            options
        |> ignore)
    |> should throw typeof<OperationCanceledException>

[<Fact>]
let ``a repair survives its file`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let repaired = answer model 4L |> Repair.run model never options
    let file = Path.Combine(temporaryFolder (), "repair.jsonl")
    repaired |> Repair.save file
    let read = Repair.load file |> List.exactlyOne
    texts read |> should equal (texts repaired)
    string read |> should equal (string repaired)

[<Fact>]
let ``a policy of one's own is a function, and a checker may take its time`` () =
    use model = Model.loadWith inFloat32 (directory ())

    let last =
        RepairPolicy.ofFunction "end" (fun context -> context.Written(context.TextEnd - 2, context.TextEnd) |> List.ofSeq)

    let slow =
        Checker.ofAsync "slow" (fun answer ->
            async {
                do! Async.Sleep 1
                return Finding.lines (Trajectory.text answer) 1 1 "no"
            })

    let repaired =
        answer model 5L
        |> Repair.run model (Checker.all [ slow; never ]) { options with Policies = [ last ] }

    repaired.Rounds |> Seq.length |> should equal 3
    repaired.Checker |> should equal "slow, then never"
    repaired.Found.Message |> should equal "no"

[<Fact>]
let ``options out of their range are named`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let before = answer model 6L

    let message options =
        (Assert.Throws<RepairException>(fun () -> before |> Repair.run model never options |> ignore)).Message

    message { options with Rounds = 0 } |> should haveSubstring "Rounds is 0"
    message { options with Policies = [] } |> should haveSubstring "no policy"
    message { options with BatchSize = 0 } |> should haveSubstring "BatchSize is 0"

[<Fact>]
let ``the film of a repair goes from the answer through every round`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let repaired = answer model 7L |> Repair.run model never options
    let html = repaired |> Player.ofRepair (Model.tokenizer model) |> Player.toCell
    html |> should haveSubstring "\"title\":\"the answer\""

    for index, round in Seq.indexed repaired.Rounds do
        html |> should haveSubstring $"\"title\":\"round {index} ({round.Policy})\""

[<Fact>]
let ``a repair shows itself: what holds, what was masked, both texts`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let repaired = answer model 8L |> Repair.run model never options
    let text = Forms.text repaired
    text |> should startWith "does not hold: never after 3 rounds, "
    text |> should haveSubstring "Round 0: widening 1, room 1"
    text |> should haveSubstring "masks"
    Forms.html repaired |> should haveSubstring "least confident 0.3"

[<Fact>]
let ``parser and tests find in the sandbox what is wrong with a program, and where`` () =
    use sandbox = Sandbox.start ()

    let find (checker: Checker) (text: string) =
        let answer =
            Trajectory(
                Initial = [||],
                Final = [||],
                CompletionStart = 0,
                TextEnd = 0,
                Steps = [||],
                Options = DiffuCoder.Sampling.SamplerOptions.Paper,
                Seed = 0L,
                Text = text
            )

        checker.Of.Invoke(answer, CancellationToken.None).Result

    (find (Checker.parser sandbox) "def double(x)\n    return x * 2\n").Where
    |> should equal (TextSpan(13, 1))

    let tests = [ Equals("double(2)", "4"); Equals("double('a')", "'aa'") ]

    (find (Checker.tests sandbox tests) "def double(x):\n    return x * 2\n").Holds
    |> should be True

    (find (Checker.tests sandbox tests) "def double(x):\n    return x + 2\n").Score
    |> should equal 0.5

    let candidate program =
        { Sandbox.candidate program tests with
            EntryPoints = [ "double" ]
        }

    (find (Checker.candidates sandbox candidate) "def triple(x):\n    return x * 3\n").Holds
    |> should be False
