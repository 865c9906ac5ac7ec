/// Single steps under a constraint, what cannot be met, and what a trajectory keeps of it.
module DiffuCoder.Core.Tests.Constraints.ConstrainedStepTests

open System
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Constraints
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling
open DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests
open DiffuCoder.Core.Tests.Constraints.Vocabulary
open DiffuCoder.Core.Tests.Constraints.Wishes

let private options steps remasking language =
    SamplerOptions(Steps = steps, Temperature = 0.0, TopP = 1.0, Remasking = remasking, Constraint = language)

/// The model's distribution at a position becomes this one.
let private wishing (wishes: int -> (string * float) list) =
    SamplerHooks(
        Logits =
            fun _ places logits ->
                logits.fill_ ((-1000.0).ToScalar()) |> ignore

                for i in 0 .. places.Count - 1 do
                    for token, probability in wishes places[i].Position do
                        use entry = logits[int64 i, int64 (idOf token)]
                        entry.fill_ ((log probability).ToScalar()) |> ignore

                logits
    )

let private generate hooks (options: SamplerOptions) masks =
    DiffusionSampler(model.Value, options, tokenizer.Value, hooks).Generate(Canvas.Complete([| idOf "x" |], masks, mask.Value), 1L)

let private committed (trajectory: Trajectory) =
    [
        for step in trajectory.Steps ->
            [
                for reveal in step.Reveals -> reveal.Position, tokenizer.Value.TokenOf reveal.Token
            ]
    ]

let private onlyTwo = Constraint.Regex "ab|ba"

[<Fact>]
let ``what another commitment of the step made impossible is chosen again where the step has to commit it`` () =
    // the better a position, the earlier: the second of them is left with a b
    let hooks =
        wishing (fun position ->
            [
                "a", (if position = 2 then 0.8 else 0.7)
                "b", (if position = 2 then 0.2 else 0.3)
            ])

    let trajectory = generate hooks (options 1 Remasking.MaskgitPlus onlyTwo) 2
    committed trajectory |> should equal [ [ (1, "b"); (2, "a") ] ]
    trajectory.Forbidden.Constrained |> should equal 2

    [
        for token in trajectory.Forbidden.Refused -> token.Position, tokenizer.Value.TokenOf token.Token
    ]
    |> should equal [ (1, "a") ]

    trajectory.Forbidden.Refused[0].Probability |> should (equalWithin 1e-5f) 0.7f
    trajectory.Forbidden.Mass |> should (equalWithin 1e-5) 0.7

[<Fact>]
let ``it is left masked where the strategy commits what it is sure of`` () =
    let hooks = wishing (fun _ -> [ "a", 0.7; "b", 0.3 ])

    generate hooks (options 1 (Remasking.AllAbove 0.5) onlyTwo) 2
    |> committed
    |> should equal [ [ (1, "a") ]; [ (2, "b") ] ]

[<Fact>]
let ``probabilities are those among what is allowed`` () =
    let hooks = wishing (fun _ -> [ "x", 0.8; "a", 0.15; "b", 0.05 ])

    for strategy in [ Remasking.MaskgitPlus; Remasking.LowConfidence ] do
        let trajectory = generate hooks (options 1 strategy (Constraint.Regex "[ab]")) 1
        let reveal = Seq.exactlyOne trajectory.Reveals
        reveal.Confidence |> should (equalWithin 1e-5f) 0.75f
        trajectory.Forbidden.Mass |> should (equalWithin 1e-5) 0.8

[<Fact>]
let ``with tensors and without, the same is written`` () =
    for form in Forms.all do
        let strategy = Remasking.Entropy |> Forms.inForm form

        let hooks =
            wishing (fun position -> [ "x", 0.5; "a", 0.3; "b", 0.1 + float position / 100.0 ])

        (generate hooks (options 4 strategy (Constraint.Regex "(ab)+|b+")) 4).Text
        |> should equal "abab"

[<Fact>]
let ``the text ends at a stop token or with the canvas, and padding may follow`` () =
    let short = wishing (fun position -> [ "a", 0.6; "<|end|>", 0.4 ])

    let trajectory =
        generate short (options 6 Remasking.LeftToRight (Constraint.Regex "a{2}")) 6

    trajectory.Text |> should equal "aa"
    trajectory.TextEnd |> should equal 3

    (generate short (options 6 Remasking.LeftToRight (Constraint.Regex "a+")) 6).Text
    |> should equal "aaaaaa"

[<Fact>]
let ``a row that finishes with stop tokens ends its text where it may end`` () =
    let hooks = wishing (fun _ -> [ "<|end|>", 0.9; "a", 0.06; "b", 0.04 ])

    let options =
        SamplerOptions(
            Steps = 8,
            Temperature = 0.0,
            TopP = 1.0,
            FinishWithStopTokens = true,
            DeferStopTokens = true,
            Constraint = Constraint.Regex "aab"
        )

    let trajectory = generate hooks options 8
    trajectory.Text |> should equal "aab"

[<Fact>]
let ``what cannot be met is told before the first pass`` () =
    let refused (constraint': Constraint) (canvas: Canvas) =
        let sampler =
            DiffusionSampler(model.Value, options 4 Remasking.Entropy constraint', tokenizer.Value)

        Assert.Throws<ConstraintException>(fun () -> sampler.Start([| canvas |], [| 1L |]) |> ignore).Message

    let masks count =
        Canvas.Complete([| idOf "x" |], count, mask.Value)

    refused (Constraint.Regex "[xyz]{9}") (masks 4)
    |> should haveSubstring "shortest text takes 9 tokens, and 4 are masked"

    refused (Constraint.All [ Constraint.Regex "a+"; Constraint.Regex "b+" ]) (masks 4)
    |> should haveSubstring "no text at all"

    let known =
        Canvas(Array.concat [ encode "x"; [| mask.Value; idOf "x"; mask.Value |] ], 1)

    refused (Constraint.Regex "[ab]+") known
    |> should haveSubstring "('x') at position 2"

    let hole =
        Canvas([| mask.Value; mask.Value; mask.Value |], 0, Holes = [| ConstrainedHole(0, 3, Constraint.Choice [ "ab" ]) |])

    let sampler =
        DiffusionSampler(model.Value, SamplerOptions(Steps = 4), tokenizer.Value)

    Assert.Throws<ConstraintException>(fun () -> sampler.Start([| hole |], [| 1L |]) |> ignore).Message
    |> should haveSubstring "none of its texts takes exactly 3 tokens"

[<Fact>]
let ``what contradicts itself is an error of the sampler`` () =
    let start (options: SamplerOptions) tokenizer holes =
        let canvas =
            Canvas([| mask.Value; mask.Value; mask.Value |], 0, Holes = Array.ofList holes)

        Assert
            .Throws<SamplerException>(fun () ->
                DiffusionSampler(model.Value, options, tokenizer).Start([| canvas |], [| 1L |])
                |> ignore)
            .Message

    let a = Constraint.Regex "a*"
    let hole start length = ConstrainedHole(start, length, a)
    let free = SamplerOptions(Steps = 4)

    start (options 4 Remasking.Entropy a) null []
    |> should haveSubstring "needs a tokenizer"

    start free tokenizer.Value [ hole 0 2; hole 1 1 ]
    |> should haveSubstring "overlaps"

    start free tokenizer.Value [ hole 2 2 ] |> should haveSubstring "ends behind"

[<Fact>]
let ``tokens that a hook takes back are decoded again under the constraint, and one that contradicts is an error`` () =
    let language = Constraint.Regex "(ab|ba)+"

    let writing (position: int) (token: string) =
        SamplerHooks(
            Tokens =
                fun step rows ->
                    if step = Nullable 2 then
                        rows[0][position] <- idOf token
        )

    let rewritten =
        generate (writing 2 "<|mask|>") (options 8 Remasking.LeftToRight language) 6

    language.Accepts rewritten.Text |> should equal true
    rewritten.Final |> should not' (contain mask.Value)

    Assert.Throws<ConstraintException>(fun () -> generate (writing 2 "x") (options 8 Remasking.LeftToRight language) 6 |> ignore).Message
    |> should haveSubstring "at position 2"

[<Fact>]
let ``a trajectory keeps its constraint, its holes and what was forbidden`` () =
    let hooks = wishing (fun _ -> [ "x", 0.5; "a", 0.4; "b", 0.1 ])

    let line =
        generate hooks (options 2 Remasking.Entropy onlyTwo) 2 |> TrajectoryFile.ToLine

    let read = TrajectoryFile.FromLine(line, "here")
    TrajectoryFile.ToLine read |> should equal line
    read.Options.Constraint |> should equal onlyTwo
    read.Forbidden.Refused.Count |> should equal 2

    let holes =
        Canvas([| mask.Value; mask.Value |], 0, Holes = [| ConstrainedHole(0, 2, onlyTwo) |])

    let filled =
        DiffusionSampler(model.Value, SamplerOptions(Steps = 2), tokenizer.Value).Generate(holes, 1L)

    let again = TrajectoryFile.FromLine(TrajectoryFile.ToLine filled, "here")
    List.ofSeq again.Holes |> should equal [ ConstrainedHole(0, 2, onlyTwo) ]

    // what older files lack is not there
    let old =
        Regex.Replace(line, @",""(forbidden|constraint)"":\{(?:[^{}]|\{[^{}]*\})*\}", "")

    old |> should not' (haveSubstring "forbidden")
    let older = TrajectoryFile.FromLine(old, "here")
    older.Forbidden |> should equal null
    older.Options.Constraint |> should equal null

    Assert.Throws<SamplerException>(fun () -> TrajectoryFile.FromLine(line.Replace("ab|ba", "ab(?=a)"), "there") |> ignore).Message
    |> should haveSubstring "look-ahead"

[<Fact>]
let ``rows side by side share a constraint and keep states of their own`` () =
    let language = Constraint.Regex "(yes|no)( (yes|no))*"

    let sampler =
        DiffusionSampler(model.Value, SamplerOptions(Steps = 12, Temperature = 1.5, TopP = 1.0, Constraint = language), tokenizer.Value)

    let canvases =
        [|
            for masks in [ 12; 7; 9; 12 ] -> Canvas.Complete([| idOf "x" |], masks, mask.Value)
        |]

    let together = sampler.Generate(canvases, 5L)

    together
    |> Seq.map _.Text
    |> Seq.distinct
    |> Seq.length
    |> should be (greaterThan 1)

    for canvas, trajectory in Seq.zip canvases together do
        language.Accepts trajectory.Text |> should equal true
        sampler.Generate(canvas, trajectory.Seed).Text |> should equal trajectory.Text
