/// The loop, with checkers that look at tokens or text, and a small model with drawn weights.
module DiffuCoder.Core.Tests.Repairs.RepairerTests

open System
open System.IO
open System.Threading
open System.Threading.Tasks
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Repairs
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Constraints

let private model = Vocabulary.model

let private tokenizer = Vocabulary.tokenizer

let private options =
    SamplerOptions(MaxNewTokens = 16, Steps = 16, Temperature = 1.0)

let private answerWith options (prompt: string) seed =
    let canvas =
        Canvas.Complete(Vocabulary.encode prompt, 16, model.Value.Config.MaskTokenId.Value)

    DiffusionSampler(model.Value, options, tokenizer.Value).Generate(canvas, seed)

let private answer seed = answerWith options "return " seed

/// A score that any change of the text may change, with a span from the text too.
let private scoreOf (text: string) =
    let sum = text |> Seq.sumBy int
    float (sum % 97) / 97.0

let private byText =
    Checker.From(
        "sum",
        fun text ->
            if scoreOf text > 0.95 then
                Finding.Good
            else
                let where =
                    if text.Length = 0 || text.Length % 3 = 0 then
                        null
                    else
                        TextSpan(text.Length / 2, 1)

                Finding.Bad("the sum is not right", where, scoreOf text)
    )

let private never where =
    Checker.From("never", fun _ -> Finding.Bad("never", where))

let private policies: RepairPolicy list =
    [
        RepairPolicy.Widening(1).WithRoom 2
        RepairPolicy.LeastConfident 0.3
        RepairPolicy.Suffix()
        RepairPolicy.Everything
    ]

let private repairer (options: RepairOptions) =
    Repairer(model.Value, options, tokenizer.Value)

let private rounds count =
    RepairOptions(Rounds = count, Policies = Array.ofList policies)

let private run (options: RepairOptions) (checker: Checker) answer (seed: int64) =
    (repairer options).Run([| RepairJob(answer, checker) |], [| seed |])[0]

let private finalOf (trajectory: Trajectory) = List.ofSeq trajectory.Final

/// Positions that a round kept; none where all was masked.
let private keptOf (trajectory: Trajectory) =
    match trajectory.Written with
    | null -> [||]
    | written -> Array.ofSeq written

let private texts (run: RepairRun) =
    [
        for round in run.Rounds -> round.Policy, List.ofSeq round.Masked, finalOf round.Trajectory, round.Finding
    ]

[<Properties(MaxTest = 25)>]
module Properties =

    [<Property>]
    let ``a repair is never worse by its checker than the answer was, and no round is better than it`` (NonNegativeInt seed) =
        let repaired = run (rounds 5) byText (answer (int64 seed)) (int64 seed)
        let found = byText.Of.Invoke(repaired.Answer, CancellationToken.None).Result
        found |> should equal repaired.Finding
        found.Score |> should be (greaterThanOrEqualTo repaired.Found.Score)
        (found.Holds || not repaired.Found.Holds) |> should be True

        for round in repaired.Rounds do
            found.Score |> should be (greaterThanOrEqualTo round.Finding.Score)

    [<Property>]
    let ``the same seed gives the same rounds, and the canvas keeps its length and its prompt`` (NonNegativeInt seed) =
        let first = answer (int64 seed)
        let repaired = run (rounds 5) byText first (int64 seed)

        run (rounds 5) byText first (int64 seed)
        |> texts
        |> should equal (texts repaired)

        for round in repaired.Rounds do
            round.Trajectory.Final.Count |> should equal first.Final.Count

            Seq.truncate first.CompletionStart round.Trajectory.Final
            |> List.ofSeq
            |> should equal (Seq.truncate first.CompletionStart first.Final |> List.ofSeq)

            Seq.contains model.Value.Config.MaskTokenId.Value round.Trajectory.Final
            |> should be False

    [<Property>]
    let ``a round's trajectory begins with its masks, and ends with the text that was checked`` (NonNegativeInt seed) =
        let repaired = run (rounds 3) (never null) (answer (int64 seed)) (int64 seed)

        for round in repaired.Rounds do
            round.Trajectory.Initial
            |> Seq.filter ((=) model.Value.Config.MaskTokenId.Value)
            |> Seq.length
            |> should equal (round.Masked |> Seq.sumBy _.Masks)

            let completion =
                round.Trajectory.Final
                |> Seq.skip round.Trajectory.CompletionStart
                |> Seq.takeWhile (fun token -> not ((DiffusionSampler(model.Value, options, tokenizer.Value)).TextEnds.Contains token))
                |> List.ofSeq

            List.ofSeq round.Trajectory.Completion |> should equal completion

    [<Property>]
    let ``what becomes of an answer does not depend on the others`` (NonNegativeInt seed) =
        let answers = [ for row in 0L .. 2L -> answer (int64 seed + row) ]

        let together =
            (repairer (RepairOptions(Rounds = 3, Policies = Array.ofList policies, BatchSize = 2)))
                .Run([| for one in answers -> RepairJob(one, byText) |], int64 seed)

        for row, one in List.indexed answers do
            run (rounds 3) byText one (RandomSource(int64 seed).Derive(int64 row).Seed)
            |> texts
            |> should equal (texts together[row])

[<Fact>]
let ``an answer that holds is left as it is, at no cost`` () =
    let good = Checker.From("good", fun _ -> Finding.Good)
    let repaired = run (rounds 3) good (answer 1L) 1L
    repaired.Rounds |> should be Empty
    repaired.Passes |> should equal (Nullable 0)
    repaired.Kept |> should equal (Nullable<int>())
    repaired.Answer |> should be (sameAs repaired.Before)

[<Fact>]
let ``rounds are spent and no more, each with the policy whose turn it is`` () =
    for count in [ 1; 2; 5 ] do
        let repaired = run (rounds count) (never (TextSpan(0, 1))) (answer 2L) 2L

        [ for round in repaired.Rounds -> round.Policy ]
        |> should equal [ for round in 0 .. count - 1 -> policies[round % policies.Length].Name ]

        repaired.Passes.Value
        |> should equal (repaired.Rounds |> Seq.sumBy _.Trajectory.Passes.Value)

        repaired.Passes.Value |> should be (greaterThan 0)

[<Fact>]
let ``a policy that does not apply gives way, and where none does the repair ends`` () =
    let nowhere = never null
    let repaired = run (rounds 1) nowhere (answer 3L) 3L
    repaired.Rounds[0].Policy |> should equal "least confident 0.3"

    let spans =
        RepairOptions(Policies = [| RepairPolicy.Span(); RepairPolicy.Suffix() |])

    (run spans nowhere (answer 3L) 3L).Rounds |> should be Empty

[<Fact>]
let ``a repair ends with the first round that holds`` () =
    let mutable asked = 0

    let third =
        Checker.From(
            "third",
            fun _ ->
                asked <- asked + 1
                if asked = 4 then Finding.Good else Finding.Bad "not yet"
        )

    let repaired = run (rounds 9) third (answer 4L) 4L
    repaired.Rounds.Count |> should equal 3
    repaired.Kept |> should equal (Nullable 2)
    repaired.Finding.Holds |> should be True
    string repaired |> should startWith "holds after 3 rounds, "

[<Fact>]
let ``only what was masked changes`` () =
    let first = answer 5L

    let repaired =
        run (RepairOptions(Rounds = 1, Policies = [| RepairPolicy.LeastConfident 0.3 |])) (never null) first 5L

    let round = repaired.Rounds[0]

    let masked =
        set
            [
                for segment in round.Masked do
                    yield! [ segment.Start .. segment.End - 1 ]
            ]

    for position in 0 .. first.Final.Count - 1 do
        if not (masked.Contains position) && position < first.TextEnd then
            round.Trajectory.Final[position] |> should equal first.Final[position]

    set [ for reveal in round.Trajectory.Reveals -> reveal.Position ]
    |> should equal masked

[<Fact>]
let ``a repair survives its file`` () =
    let runs = [| for seed in 1L .. 3L -> run (rounds 4) byText (answer seed) seed |]

    let path = Path.GetTempFileName()

    try
        RepairFile.Write(path, runs)
        let read = RepairFile.Read path

        for before, after in Seq.zip runs read do
            texts after |> should equal (texts before)
            after.Found |> should equal before.Found
            after.Checker |> should equal "sum"
            after.Kept |> should equal before.Kept
            after.Passes |> should equal before.Passes
            finalOf after.Before |> should equal (finalOf before.Before)
            after.Answer.Text |> should equal before.Answer.Text

            for one, other in Seq.zip before.Rounds after.Rounds do
                keptOf one.Trajectory |> should equal (keptOf other.Trajectory)

        File.WriteAllText(path, "{\"version\": 1}\n")

        (Assert.Throws<RepairException>(fun () -> RepairFile.Read path |> ignore)).Message
        |> should startWith $"{path}, line 1: not a repair"

        File.WriteAllText(path, File.ReadAllText(path).Replace("1}", "1, \"run\": null}"))

        Assert.Throws<RepairException>(fun () -> RepairFile.Read path |> ignore)
        |> ignore
    finally
        File.Delete path

[<Fact>]
let ``a round is repeated from its trajectory alone`` () =
    let repaired = run (rounds 4) (never (TextSpan(1, 2))) (answer 6L) 6L

    for round in repaired.Rounds do
        let given = round.Trajectory

        let again =
            DiffusionSampler(model.Value, given.Options, tokenizer.Value)
                .Generate(Canvas(given.Initial, given.CompletionStart, Written = keptOf given), given.Seed)

        finalOf again |> should equal (finalOf given)
        again.TextEnd |> should equal given.TextEnd

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

    fails (fun () -> by (RepairPolicy.LeastConfident 0.3) (never null) without)
    |> should haveSubstring "not recorded"

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
