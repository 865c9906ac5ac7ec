/// How repairs end, what they tell on the way, and what cannot be repaired.
module DiffuCoder.Core.Tests.Repairs.RepairEndTests

open System
open System.IO
open System.Threading
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Repairs
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Constraints
open DiffuCoder.Core.Tests.Repairs.SmallRepairs

[<Fact>]
let ``no tensor is left by a repair, nor by one that is ended`` () =
    let work () =
        run (rounds 4) byText (answer 7L) 7L |> ignore

    let ended () =
        use source = new CancellationTokenSource()

        let watch =
            Action<RepairProgress>(fun progress ->
                if progress.Round = 1 then
                    source.Cancel())

        (fun () ->
            (repairer (rounds 4)).Run([| RepairJob(answer 7L, never null) |], 7L, source.Token, watch)
            |> ignore)
        |> should throw typeof<OperationCanceledException>

    work ()
    ended ()
    let before = LiveTensors.OnThisThread
    work ()
    ended ()
    LiveTensors.OnThisThread |> should equal before

[<Fact>]
let ``a checker is ended too`` () =
    use source = new CancellationTokenSource()

    let waiting =
        Checker(
            "waiting",
            fun _ stop ->
                source.Cancel()

                task {
                    do! Task.Delay(Timeout.Infinite, stop)
                    return Finding.Good
                }
        )

    (fun () ->
        (repairer (rounds 1)).Run([| RepairJob(answer 8L, waiting) |], 8L, source.Token)
        |> ignore)
    |> should throw typeof<TaskCanceledException>

[<Fact>]
let ``progress says rounds, batches and what holds`` () =
    let told = Collections.Generic.List()

    let even =
        Checker.From(
            "first",
            fun text ->
                if text = (answer 9L).Text then
                    Finding.Good
                else
                    Finding.Bad "no"
        )

    let jobs = [| for seed in [ 9L; 10L; 11L; 12L ] -> RepairJob(answer seed, even) |]

    (repairer (RepairOptions(Rounds = 2, Policies = [| RepairPolicy.Everything |], BatchSize = 2)))
        .Run(jobs, 0L, CancellationToken.None, told.Add)
    |> ignore

    [
        for progress in told -> progress.Round, progress.Filled, progress.Open, progress.Held, progress.Answers
    ]
    |> should
        equal
        [
            0, 0, 3, 1, 4
            0, 2, 3, 1, 4
            0, 3, 3, 1, 4
            1, 0, 3, 1, 4
            1, 2, 3, 1, 4
            1, 3, 3, 1, 4
        ]

[<Fact>]
let ``answers that were read from a file are filled in together, whatever their options hold`` () =
    let options =
        SamplerOptions(
            MaxNewTokens = 16,
            Steps = 16,
            Temperature = 1.0,
            Remasking = Remasking.ConfidenceThreshold 0.9,
            StopTokens = [| model.Value.Config.EndOfTextId.Value |]
        )

    let answers = [| for seed in 1L .. 3L -> answerWith options "return " seed |]
    let path = Path.GetTempFileName()

    try
        let jobs (answers: Trajectory seq) =
            [| for answer in answers -> RepairJob(answer, never null) |]

        let told = Collections.Generic.List()

        let repair (jobs: RepairJob array) =
            (repairer (RepairOptions(Rounds = 1, Policies = [| RepairPolicy.Everything |]))).Run(jobs, 0L, CancellationToken.None, told.Add)

        TrajectoryFile.Write(path, answers)
        let fromAnswers = TrajectoryFile.Read path |> jobs |> repair
        RepairFile.Write(path, fromAnswers)

        RepairFile.Read path
        |> Seq.collect (fun run -> run.Before :: [ for round in run.Rounds -> round.Trajectory ])
        |> Seq.map _.Options
        |> Seq.distinct
        |> List.ofSeq
        |> should haveLength 1

        [ for progress in told -> progress.Filled ] |> should equal [ 0; 3 ]
    finally
        File.Delete path

let private fails (work: unit -> 'a) =
    (Assert.Throws<RepairException>(fun () -> work () |> ignore)).Message

[<Fact>]
let ``what cannot be repaired says why`` () =
    fails (fun () -> Repairer(Vocabulary.causal.Value, rounds 1, tokenizer.Value))
    |> should haveSubstring "causal"

    let broken = Checker.From("broken", fun _ -> failwith "out of paper")

    fails (fun () -> run (rounds 1) broken (answer 1L) 1L)
    |> should equal "The checker broken failed on an answer: out of paper"

    fails (fun () -> (repairer (rounds 1)).Run([||], [| 1L |]))
    |> should haveSubstring "0 answers and 1 seeds"

    fails (fun () -> Checker.All [||]) |> should haveSubstring "at least one"

    let first = answer 1L

    let without =
        Trajectory(
            Initial = first.Initial,
            Final = first.Final,
            CompletionStart = first.CompletionStart,
            TextEnd = first.TextEnd,
            Steps = [||],
            Options = first.Options,
            Seed = 0L,
            Text = first.Text
        )

    let by policy checker answer =
        run (RepairOptions(Rounds = 1, Policies = [| policy |])) checker answer 1L

    // how sure the model was is not known: the policy does not apply
    (by (RepairPolicy.LeastConfident 0.3) (never null) without).Rounds.Count
    |> should equal 0

    (by (RepairPolicy.Span()) (never (TextSpan(0, 1))) without).Rounds.Count
    |> should equal 1

    let nothing =
        Trajectory(
            Initial = first.Initial,
            Final = first.Final,
            CompletionStart = 0,
            TextEnd = first.TextEnd,
            Steps = [||],
            Options = first.Options,
            Seed = 0L
        )

    let always = Checker("always", fun _ _ -> Task.FromResult(Finding.Bad "no"))

    fails (fun () -> by RepairPolicy.Everything always nothing)
    |> should haveSubstring "no prompt and no steps"

    fails (fun () -> by RepairPolicy.Everything byText nothing)
    |> should haveSubstring "sampled without a tokenizer"

    let greedy =
        RepairPolicy("greedy", fun context -> [| RepairSegment(context.TextStart, 0, 1000) |])

    fails (fun () -> by greedy (never null) (answer 1L))
    |> should haveSubstring "grow by 1000 tokens"

[<Fact>]
let ``checkers in order: the first that does not hold speaks, and who comes further is better`` () =
    let named name holds =
        Checker.From(name, fun _ -> if holds then Finding.Good else Finding.Bad(name, null, 0.5))

    let find checkers =
        (Checker.All(Array.ofList checkers)).Of.Invoke(answer 1L, CancellationToken.None).Result

    find [ named "a" true; named "b" true ] |> should equal Finding.Good

    find [ named "a" true; named "b" false ]
    |> should equal (Finding.Bad("b", null, 0.75))

    find [ named "a" false; named "b" false ]
    |> should equal (Finding.Bad("a", null, 0.25))

[<Fact>]
let ``known text between holes stays, and holes keep their languages`` () =
    let mask = model.Value.Config.MaskTokenId.Value
    let digits = Constraint.Regex "[0-9]{1,9}"
    let known = Vocabulary.encode "x = "
    let hole = Array.replicate 4 mask
    let more = Vocabulary.encode " + "
    let last = Vocabulary.encode "\n"

    let canvas =
        Canvas(
            Array.concat [ known; hole; more; hole; last ],
            0,
            Holes =
                [|
                    ConstrainedHole(known.Length, 4, digits)
                    ConstrainedHole(known.Length + 4 + more.Length, 4, digits)
                |]
        )

    let first =
        DiffusionSampler(model.Value, options, tokenizer.Value).Generate(canvas, 3L)

    let repaired =
        run (RepairOptions(Rounds = 3, Policies = [| RepairPolicy.LeastConfident 0.5; RepairPolicy.Everything |])) (never null) first 3L

    repaired.Rounds.Count |> should equal 3

    for round in repaired.Rounds do
        Text.RegularExpressions.Regex.IsMatch(round.Trajectory.Text, @"^x = [0-9]+ \+ [0-9]+\n$")
        |> should be True

[<Fact>]
let ``a constrained answer stays in its language`` () =
    let held =
        SamplerOptions(MaxNewTokens = 16, Steps = 16, Temperature = 1.0, Constraint = Constraint.Regex @"(ab|a|b| ){2,30}")

    let first = answerWith held "yes " 5L
    let repaired = run (rounds 6) (never (TextSpan(1, 1))) first 5L
    repaired.Rounds.Count |> should equal 6

    for round in repaired.Rounds do
        held.Constraint.Accepts round.Trajectory.Text |> should be True
