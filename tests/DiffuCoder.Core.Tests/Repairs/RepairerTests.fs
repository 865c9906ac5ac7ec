/// The loop of repair, with checkers that look at tokens or text.
module DiffuCoder.Core.Tests.Repairs.RepairerTests

open System
open System.IO
open System.Threading
open Xunit
open FsCheck
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Repairs
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Constraints
open DiffuCoder.Core.Tests.Repairs.SmallRepairs

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

[<Theory>]
[<InlineData(0.0, 0.5)>]
[<InlineData(0.2, 0.25)>]
[<InlineData(1.0, 0.0)>]
[<InlineData(1.5, 0.25)>]
let ``every further round is decoded hotter, up to a bound, and the first as the answer was`` (own: float) (warming: float) =
    let cool =
        answerWith (SamplerOptions(MaxNewTokens = 16, Steps = 16, Temperature = own)) "return " 2L

    let options =
        RepairOptions(Rounds = 6, Policies = [| RepairPolicy.Everything |], Warming = warming)

    let repaired = run options (never null) cool 2L

    for index, round in Seq.indexed repaired.Rounds do
        round.Trajectory.Options.Temperature
        |> should (equalWithin 1e-9) (max own (min RepairOptions.Hottest (own + float index * warming)))

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

        // a temperature below 0, which the sampler refuses
        RepairFile.Write(path, runs)
        let line = File.ReadAllText path
        line |> should haveSubstring "\"temperature\":1"
        File.WriteAllText(path, line.Replace("\"temperature\":1", "\"temperature\":-1"))

        (Assert.Throws<RepairException>(fun () -> RepairFile.Read path |> ignore)).Message
        |> should startWith $"{path}, line 1: not a repair"

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
