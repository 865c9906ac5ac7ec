/// Repairs of what is held to a language, wherever its holes stand.
module DiffuCoder.Core.Tests.Repairs.RepairLanguageTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Repairs
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Constraints
open DiffuCoder.Core.Tests.Repairs.SmallRepairs

let private matching (pattern: string) (text: string | null) =
    text |> should not' (be Null)
    Text.RegularExpressions.Regex.IsMatch(nonNull text, pattern) |> should be True

type private Piece =
    | Known of string
    | Masks of int
    | Held of tokens: int * pattern: string

let private mask = lazy model.Value.Config.MaskTokenId.Value

let private canvasOf pieces =
    let tokens =
        function
        | Known text -> Vocabulary.encode text
        | Masks count
        | Held(count, _) -> Array.replicate count mask.Value

    let starts =
        pieces |> List.scan (fun start piece -> start + (tokens piece).Length) 0

    let holes =
        [|
            for start, piece in List.zip (List.truncate pieces.Length starts) pieces do
                match piece with
                | Held(count, pattern) -> ConstrainedHole(start, count, Constraint.Regex pattern)
                | _ -> ()
        |]

    Canvas(pieces |> List.map tokens |> Array.concat, 0, Holes = holes)

let private fill pieces seed =
    DiffusionSampler(model.Value, options, tokenizer.Value).Generate(canvasOf pieces, seed)

/// What stands in the holes of every round, which are as many as at first.
let private heldTexts (repaired: RepairRun) =
    [
        for round in repaired.Rounds ->
            [
                for hole in round.Trajectory.Holes ->
                    tokenizer.Value.Decode(round.Trajectory.Final |> Seq.skip hole.Start |> Seq.truncate hole.Length, true)
            ]
    ]

let private usual = RepairOptions()

[<Fact>]
let ``a language of one length is kept by the default policies, whose lengths are drawn`` () =
    for seed in 1L .. 6L do
        let answer = fill [ Known "x = "; Held(3, "[0-9]{3}"); Known "\n" ] seed
        let repaired = run usual (never (TextSpan(5, 1))) answer seed
        repaired.Rounds.Count |> should equal usual.Rounds

        for round in repaired.Rounds do
            round.Trajectory.Text |> matching @"^x = [0-9]{3}\n$"

[<Fact>]
let ``an answer of one length is kept so too`` () =
    let held =
        SamplerOptions(MaxNewTokens = 16, Steps = 16, Temperature = 1.0, Constraint = Constraint.Regex "[a-c]{10}")

    let answer = answerWith held "yes " 2L
    let repaired = run usual (never (TextSpan(3, 1))) answer 2L
    repaired.Rounds.Count |> should equal usual.Rounds

    for round in repaired.Rounds do
        held.Constraint.Accepts round.Trajectory.Text |> should be True

let private taking (segments: RepairSegment list) =
    RepairOptions(Rounds = 1, Policies = [| RepairPolicy("taking", fun _ -> Array.ofList segments) |])

[<Theory>]
[<InlineData(2)>]
[<InlineData(3)>]
[<InlineData(4)>]
[<InlineData(5)>]
let ``what is taken out across the border of a hole leaves the hole its language`` masks =
    let pieces = [ Known "x"; Masks 2; Held(3, "[0-9]+"); Known "\n"; Masks 4 ]
    let answer = fill pieces 4L
    let repaired = run (taking [ RepairSegment(1, 5, masks) ]) (never null) answer 4L
    repaired.Rounds[0].Masked |> Seq.sumBy _.Masks |> should equal masks
    let hole = repaired.Rounds[0].Trajectory.Holes |> Seq.exactlyOne
    // the free part has given way first
    (hole.Start, hole.Length)
    |> should equal (masks - 3 |> max 0 |> (+) 1, min 3 masks)

    for text in heldTexts repaired |> List.concat do
        text |> matching "^[0-9]+$"

[<Fact>]
let ``of two holes beside each other each keeps a mask`` () =
    let answer = fill [ Held(1, "[0-9]+"); Held(2, "[a-c]+"); Known "\n" ] 5L
    let repaired = run (taking [ RepairSegment(0, 3, 1) ]) (never null) answer 5L

    for texts in heldTexts repaired do
        texts[0] |> matching "^[0-9]+$"
        texts[1] |> matching "^[a-c]+$"

[<Fact>]
let ``a hole at the end of the canvas is no padding, wherever a text ends`` () =
    let pieces = [ Masks 5; Known "b"; Held(3, "[0-9]{3}") ]

    for seed in 1L .. 20L do
        let repaired = run usual (never (TextSpan(0, 1))) (fill pieces seed) seed

        for texts in heldTexts repaired do
            texts |> List.exactlyOne |> matching "^[0-9]{3}$"

[<Fact>]
let ``a language that no policy leaves a text of is told before the first round`` () =
    let isLong (answer: Trajectory) =
        answer.TextEnd - answer.CompletionStart > 6

    let answer = Seq.initInfinite (fun i -> answer (int64 i)) |> Seq.find isLong

    let impossible =
        RepairOptions(
            Policies = [| RepairPolicy.Span() |],
            Sampler = SamplerOptions(MaxNewTokens = 16, Steps = 16, Constraint = Constraint.Regex "q{40}")
        )

    (fun () -> run impossible (never (TextSpan(0, 1))) answer 1L |> ignore)
    |> should throw typeof<ConstraintException>

[<Fact>]
let ``what was repaired can be repaired again, at the pace of the first answer`` () =
    let before = run (rounds 3) byText (answer 6L) 6L
    let last = (Seq.last before.Rounds).Trajectory
    let again = run usual (never null) last 7L
    again.Rounds.Count |> should equal usual.Rounds

    for round in again.Rounds do
        // a token a pass, as the answer was, however few masks the round before had
        let masks = round.Masked |> Seq.sumBy _.Masks
        round.Trajectory.Options.Steps |> should be (greaterThanOrEqualTo masks)
