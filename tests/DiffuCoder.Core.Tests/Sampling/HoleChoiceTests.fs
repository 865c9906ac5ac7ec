/// Holes whose lengths are not known: which candidate is chosen, and what is refused.
module DiffuCoder.Core.Tests.Sampling.HoleChoiceTests

open System
open System.Threading
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Constraints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.SmallModels
open DiffuCoder.Core.Tests.Sampling.CountingModel
open DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests
open DiffuCoder.Core.Tests.Constraints
open DiffuCoder.Core.Tests.Sampling.SmallHoles

/// The stop token is certain at one position.
let private ending (at: int) =
    new CountingModel(create 7L, (fun position logits -> logits |> sure (if position = at then StopId else 6) 1.0))

[<Fact>]
let ``a stop token cuts a text that was known behind it, and none where the text ends anyway`` () =
    let fill (parts: OpenPart list) =
        HoleFiller(ending 4, greedy, null, HoleOptions(Together = 1)).Fill(OpenCanvas(Array.ofList (known [ 1; 2; 3 ] :: parts)), 0L).Best

    let three = OpenPart.Hole([ 3 ])
    let behind = fill [ three; known [ 4 ] ]
    (behind.IsCut, behind.Tokens) |> should equal (true, 2)
    // what stands behind the stop token is no part of the text
    behind.LogProbability |> should (equalWithin 1e-6) 0.0
    (fill [ three ]).IsCut |> should equal false
    (fill [ three; known [ StopId ] ]).IsCut |> should equal false
    (fill [ OpenPart.Hole([ 1 ]); known [ 4 ] ]).IsCut |> should equal false

[<Fact>]
let ``the seed alone decides`` () =
    let warm = SamplerOptions(Steps = 8, Temperature = 1.5)

    let filled seed =
        HoleFiller(model.Value, warm).Fill(text [ 3..5 ], seed) |> lines

    filled 1L |> should equal (filled 1L)
    filled 1L |> should not' (equal (filled 2L))

/// A text that is filled, with its holes.
let private filling (parts: OpenPart list) =
    let one =
        HoleFiller(model.Value, greedy).Fill(OpenCanvas(Array.ofList parts), 0L).Best

    let mask = Canvas.MaskOf model.Value.Config

    let positions =
        [|
            for position, token in Seq.indexed one.Trajectory.Initial do
                if token = mask then
                    position
        |]

    HoleFilling(model.Value, one.Trajectory, positions)

/// The log-probability of the tokens at some positions of a row in which these are masked.
let private masked (row: int seq) (asked: int list) =
    use _ = torch.NewDisposeScope()

    let shown =
        [|
            for position, token in Seq.indexed row -> int64 (if List.contains position asked then MaskId else token)
        |]

    let logits =
        model.Value
            .Logits(TokenBatch(torch.tensor(shown).unsqueeze 0L), torch.tensor [| for position in asked -> int64 position |])
            .log_softmax(-1L)

    List.indexed asked
    |> List.sumBy (fun (index, position) -> float (logits[int64 index, int64 (Seq.item position row)].item<float32>()))

let private hole (length: int) = OpenPart.Hole([ length ])

// known are 0 to 3, 6 to 7 and 9; the first of a row is never masked
let private two =
    lazy filling [ known [ 1; 2; 3; 4 ]; hole 2; known [ 5; 6 ]; hole 1; known [ 7 ] ]

/// What the pseudo-likelihood has to be: the positions that count, those of each class masked together.
let private reference (passes: int) (filling: HoleFilling) (counted: int list) =
    counted
    |> List.groupBy (fun position -> position % passes)
    |> List.sumBy (snd >> masked filling.Trajectory.Final)

let private pseudo width passes (prior: LengthPrior) (filling: HoleFilling) =
    (HoleScore.PseudoLikelihood(width, passes)).Of.Invoke(filling, prior, CancellationToken.None)

[<Fact>]
let ``the pseudo-likelihood tells every token in and around the holes from all but each m-th of them`` () =
    let filled = two.Value

    for width, counted in [ 0, [ 4; 5; 8 ]; 1, [ 3; 4; 5; 6; 7; 8; 9 ]; 2, [ 2..9 ]; 9, [ 1..9 ] ] do
        for passes in [ 1; 2; 3; 20 ] do
            let sum = reference passes filled counted

            pseudo width passes LengthPrior.None filled |> should (equalWithin 1e-4) sum

            pseudo width passes LengthPrior.Mean filled
            |> should (equalWithin 1e-4) (sum / float counted.Length)

[<Fact>]
let ``the pseudo-likelihood leaves the first token out where it is known, and no tensor behind`` () =
    let first = filling [ known [ 1 ]; hole 3 ]

    pseudo 4 2 LengthPrior.None first
    |> should (equalWithin 1e-4) (reference 2 first [ 1; 2; 3 ])

    LiveTensors.LeftBy(fun () -> pseudo 2 4 LengthPrior.None two.Value |> ignore)
    |> should equal 0L

/// A line with a hole in it, filled and judged by a score.
let private between (lengths: int list) score =
    HoleFiller(Vocabulary.model.Value, greedy, Vocabulary.tokenizer.Value, HoleOptions(Score = score))
        .Fill(
            OpenCanvas
                [|
                    OpenPart.Known(Vocabulary.encode "x + ")
                    OpenPart.Hole(lengths)
                    OpenPart.Known(Vocabulary.encode "\n")
                |],
            0L
        )

[<Fact>]
let ``among texts that a checker likes equally the pseudo-likelihood decides`` () =
    let filled = between [ 1..6 ]

    let known, checker =
        filled HoleScore.Default, filled (HoleScore.Checked("anything", (fun _ -> 1.0)))

    [ for one in checker.Candidates -> one.AmongEquals ]
    |> should equal [ for one in known.Candidates -> one.Score ]

    List.ofSeq checker.Best.Lengths |> should equal (List.ofSeq known.Best.Lengths)

[<Fact>]
let ``a text without a hole is refused`` () =
    Assert
        .Throws<SamplerException>(fun () ->
            HoleFiller(model.Value, greedy).Fill(OpenCanvas [| known [ 1; 2 ] |], 0L)
            |> ignore)
        .Message
    |> should haveSubstring "the text has no hole"

[<Fact>]
let ``a pseudo-likelihood of a negative width or of no pass is refused`` () =
    let refusal width passes =
        Assert.Throws<SamplerException>(fun () -> HoleScore.PseudoLikelihood(width, passes) |> ignore).Message

    refusal -1 4 |> should haveSubstring "The width of the text around a hole"
    refusal 8 0 |> should haveSubstring "The passes of a pseudo-likelihood"

let private candidate tokens score sum cut =
    let final = [| yield! List.replicate (tokens + 2) 1 |]

    HoleCandidate(
        [| tokens |],
        Trajectory(Initial = final, Final = final, CompletionStart = 0, TextEnd = final.Length, Steps = [||], Options = greedy, Seed = 0L),
        score,
        sum,
        tokens,
        IsCut = cut
    )

[<Fact>]
let ``what a stop token cut comes last, and among equal scores the likelier, then the shorter`` () =
    let best (candidates: HoleCandidate list) = (FilledHoles.BestOf candidates).Tokens
    best [ candidate 2 5.0 -1.0 true; candidate 3 1.0 -9.0 false ] |> should equal 3

    best [ candidate 2 1.0 -4.0 false; candidate 3 2.0 -9.0 false ]
    |> should equal 3

    best [ candidate 2 1.0 -4.0 false; candidate 3 1.0 -3.0 false ]
    |> should equal 3

    best [ candidate 4 1.0 -4.0 false; candidate 3 1.0 -3.0 false ]
    |> should equal 3

    best [ candidate 4 5.0 -1.0 true; candidate 3 7.0 -1.0 true ] |> should equal 3

let private constrained (lengths: int list) pattern =
    HoleFiller(Vocabulary.model.Value, greedy, Vocabulary.tokenizer.Value)
        .Fill(
            OpenCanvas
                [|
                    OpenPart.Known(Vocabulary.encode "x + ")
                    OpenPart.Hole(lengths, Constraint.Regex pattern)
                    OpenPart.Known(Vocabulary.encode "\n")
                |],
            0L
        )

[<Fact>]
let ``lengths at which a constraint has no text are left out, and none that has is`` () =
    // four digits are four tokens of this vocabulary or fewer
    let filled = constrained [ 1..6 ] "\\d{4}"
    let tried = [ for one in filled.Candidates -> one.Tokens ]
    let left = [ for lengths in filled.Unsatisfiable -> Seq.exactlyOne lengths ]
    List.sort (tried @ left) |> should equal [ 1..6 ]
    tried |> should contain 4
    left |> should contain 5
    left |> should contain 6

    for one in filled.Candidates do
        Constraint.Regex("[0-9]{4}").Accepts(Seq.exactlyOne one.Texts)
        |> should equal true

        one.Text |> should startWith "x + "
        one.Text |> should endWith "\n"

[<Fact>]
let ``a constraint with a text at none of the lengths is its own error`` () =
    let message lengths =
        Assert.Throws<ConstraintException>(fun () -> constrained lengths "\\d{4}" |> ignore).Message

    message [ 9 ] |> should startWith "The constraint"

    message [ 7; 9; 8 ]
    |> should startWith "None of the 3 lengths, 7 to 9 tokens, can be filled; of the last: The constraint"

[<Fact>]
let ``a checker sees the whole text, and of those that it is content with the one that fits best is taken`` () =
    let seen = ResizeArray<string>()

    let checker =
        HoleScore.Checked(
            "not the first two",
            fun text ->
                seen.Add text
                if seen.Count > 2 then 1.0 else 0.0
        )

    let fill = between [ 1..4 ]
    let filled = fill checker
    List.ofSeq seen |> should equal [ for one in filled.Candidates -> one.Text ]

    let content =
        filled.Candidates
        |> Seq.skip 2
        |> Seq.filter (fun one -> not one.IsCut)
        |> List.ofSeq

    if not content.IsEmpty then
        filled.Best.Tokens |> should equal (content |> List.maxBy _.AmongEquals).Tokens

    Assert.Throws<SamplerException>(fun () -> HoleScore.Checked("none", (fun _ -> nan)) |> fill |> ignore).Message
    |> should haveSubstring "is no number"

    // without a tokenizer there is no text
    Assert.Throws<SamplerException>(fun () -> fillBy (HoleOptions(Score = checker)) greedy [ 1 ] |> ignore).Message
    |> should haveSubstring "without a tokenizer"

[<Fact>]
let ``what cannot be filled is refused before the first pass`` () =
    let refusal work =
        Assert.Throws<SamplerException>(fun () -> work () |> ignore).Message

    refusal (fun () -> fill greedy [ 1..100 ])
    |> should haveSubstring "more than the 64 allowed"

    // the model has 64 positions
    refusal (fun () -> fill greedy [ 10; 60 ])
    |> should haveSubstring "Holes of 60 tokens make a canvas of 65, longer than the model's 64 positions"

    refusal (fun () -> HoleFiller(model.Value, greedy).Fill([| text [ 1 ] |], [||]))
    |> should haveSubstring "1 texts with holes came with 0 seeds"

    refusal (fun () -> HoleOptions(MostCandidates = 0))
    |> should haveSubstring "MostCandidates is 0"

    refusal (fun () -> HoleOptions(Together = 0))
    |> should haveSubstring "Together is 0"

    use counting = new CountingModel(create 7L)

    refusal (fun () -> HoleFiller(counting, greedy).Fill(text [ 10; 60 ], 0L))
    |> ignore

    counting.Passes |> should equal 0

[<Fact>]
let ``no live tensor is left behind, and a token ends it`` () =
    LiveTensors.LeftBy(fun () -> fill greedy [ 1..4 ] |> ignore) |> should equal 0L
    use stop = new CancellationTokenSource()

    let stopping =
        HoleScore(
            "stops",
            fun filling _ _ ->
                stop.Cancel()
                filling.LogProbability
        )

    let filler = HoleFiller(model.Value, greedy, null, HoleOptions(Score = stopping))

    LiveTensors.LeftBy(fun () ->
        (fun () -> filler.Fill(text [ 1..4 ], 0L, stop.Token) |> ignore)
        |> should throw typeof<OperationCanceledException>)
    |> should equal 0L

    // and before the first pass
    (fun () -> HoleFiller(model.Value, greedy).Fill(text [ 1..4 ], 0L, stop.Token) |> ignore)
    |> should throw typeof<OperationCanceledException>
