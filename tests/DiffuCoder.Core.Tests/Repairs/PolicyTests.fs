/// Policies are pure functions of what is known of an answer; a canvas is laid out anew by what they choose.
module DiffuCoder.Core.Tests.Repairs.PolicyTests

open System
open System.Collections.Generic
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Repairs
open DiffuCoder.Runtime

[<Literal>]
let private Mask = 99

[<Literal>]
let private Padding = 98

/// An answer behind three tokens of a prompt: what a model wrote, how sure it was, how much of it is padding, and where it hurts.
type Written =
    {
        Tokens: int list
        Confidences: float32 list
        Padding: int
        Where: (int * int) option
        Round: int
        Seed: int64
    }

let private start = 3

let private textEnd answer = start + answer.Tokens.Length

let private canvasOf answer : int[] =
    [|
        1
        2
        3
        yield! answer.Tokens
        yield! List.replicate answer.Padding Padding
    |]

let private isWritten answer =
    [| for position in 0 .. (canvasOf answer).Length - 1 -> position >= start |]

let private confidences answer : Nullable<float32>[] =
    [|
        for _ in 1..start -> Nullable()
        for confidence in answer.Confidences -> Nullable confidence
        for _ in 1 .. answer.Padding -> Nullable 1.0f
    |]

let private contextOf answer =
    RepairContext(
        Round = answer.Round,
        Tokens = canvasOf answer,
        IsWritten = isWritten answer,
        Confidences = confidences answer,
        TextStart = start,
        TextEnd = textEnd answer,
        Finding = Finding.Bad "wrong",
        Where =
            (match answer.Where with
             | Some(at, length) -> Nullable(TokenRange(start + at, length))
             | None -> Nullable()),
        Draws = RandomSource(answer.Seed).Stream()
    )

let private laid answer (segments: IReadOnlyList<RepairSegment>) =
    let now =
        WrittenCanvas(canvasOf answer, start, textEnd answer, isWritten answer, confidences answer, [||])

    let laid = Relaying.Lay(now, segments, Mask, Padding, "this")
    laid.Canvas, laid.Kept

let private policies =
    [
        RepairPolicy.Span(0, 0)
        RepairPolicy.Span()
        RepairPolicy.Widening 1
        RepairPolicy.Widening 3
        RepairPolicy.Suffix()
        RepairPolicy.Suffix 4
        RepairPolicy.LeastConfident 0.01
        RepairPolicy.LeastConfident 0.4
        RepairPolicy.LeastConfident 1.0
        RepairPolicy.Everything
        RepairPolicy.Span().WithRoom 3
        RepairPolicy.Widening(2).WithRoom 1
        RepairPolicy.LeastConfident(0.2).WithRoom 2
        RepairPolicy.Everything.WithRoom 2
    ]

type Generators =
    static member Written() =
        gen {
            let! length = Gen.choose (1, 20)
            let! tokens = Gen.listOfLength length (Gen.choose (10, 90))

            let! sure =
                Gen.listOfLength length (Gen.choose (0, 10) |> Gen.map (fun tenths -> float32 tenths / 10.0f))

            let! padding = Gen.choose (0, 6)
            let! at = Gen.choose (0, length)
            let! wide = Gen.choose (0, length - at)
            let! where = Gen.elements [ Some(at, wide); Some(at, wide); None ]
            let! round = Gen.choose (0, 5)
            let! seed = Gen.choose (0, 1000000)

            return
                {
                    Tokens = tokens
                    Confidences = sure
                    Padding = padding
                    Where = where
                    Round = round
                    Seed = int64 seed
                }
        }
        |> Arb.fromGen

    static member Policy() = Gen.elements policies |> Arb.fromGen

let private positions (segments: RepairSegment seq) =
    [
        for segment in segments do
            for position in segment.Start .. segment.End - 1 -> position
    ]

[<Properties(Arbitrary = [| typeof<Generators> |], MaxTest = 300)>]
module Properties =

    [<Property>]
    let ``the same answer, round and seed give the same masks`` (policy: RepairPolicy) answer =
        List.ofSeq (policy.Choose.Invoke(contextOf answer))
        |> should equal (List.ofSeq (policy.Choose.Invoke(contextOf answer)))

    [<Property>]
    let ``what is masked was written by the model, once, from left to right`` (policy: RepairPolicy) answer =
        let masked = policy.Choose.Invoke(contextOf answer) |> positions
        masked |> should equal (masked |> List.distinct |> List.sort)
        masked |> List.forall (fun position -> position >= start) |> should be True

    [<Property>]
    let ``a canvas that is laid out anew keeps its length and its prompt, and has the masks asked for`` (policy: RepairPolicy) answer =
        let segments = policy.Choose.Invoke(contextOf answer)

        if segments.Count > 0 then
            let canvas, _ = laid answer segments
            let tokens = List.ofSeq canvas.Tokens
            tokens.Length |> should equal (canvasOf answer).Length
            tokens[.. start - 1] |> should equal [ 1; 2; 3 ]

            tokens
            |> List.filter ((=) Mask)
            |> List.length
            |> should equal (segments |> Seq.sumBy _.Masks)

    [<Property>]
    let ``what is kept keeps its order and its confidence`` (policy: RepairPolicy) answer =
        let segments = policy.Choose.Invoke(contextOf answer)

        if segments.Count > 0 then
            let masked = set (positions segments)
            let canvas, kept = laid answer segments

            let known tokens (confidences: Nullable<float32> seq) =
                [
                    for token, confidence in Seq.zip tokens confidences do
                        if token <> Mask && token <> Padding then
                            token, confidence
                ]

            let unmasked =
                [
                    for position, token in Seq.indexed (canvasOf answer) do
                        if not (masked.Contains position) then
                            token, (confidences answer)[position]
                ]
                |> List.filter (fun (token, _) -> token <> Padding)

            known canvas.Tokens kept.Confidences |> should equal unmasked

            for position, token in Seq.indexed canvas.Tokens do
                if token = Mask then
                    kept.Confidences[position].HasValue |> should be False

    [<Property>]
    let ``the kept positions that a model wrote are told to the sampler`` (policy: RepairPolicy) answer =
        let segments = policy.Choose.Invoke(contextOf answer)

        if segments.Count > 0 then
            let canvas, _ = laid answer segments

            List.ofSeq canvas.Written
            |> should
                equal
                [
                    for position, token in Seq.indexed canvas.Tokens do
                        if position >= start && token <> Mask then
                            position
                ]

    [<Property>]
    let ``the least confident are no surer than what is kept, and as many as the share says`` answer =
        let masked =
            RepairPolicy.LeastConfident(0.4).Choose.Invoke(contextOf answer) |> positions

        let sure position = answer.Confidences[position - start]

        let kept =
            [ start .. textEnd answer - 1 ]
            |> List.filter (fun position -> not (List.contains position masked))

        masked.Length |> should equal (int (ceil (0.4 * float answer.Tokens.Length)))

        for one in masked do
            for other in kept do
                sure one |> should be (lessThanOrEqualTo (sure other))

    [<Property>]
    let ``a widening span covers the span, and more in each round`` answer =
        let choose round =
            RepairPolicy.Widening(2).Choose.Invoke(contextOf { answer with Round = round })
            |> positions
            |> set

        match answer.Where with
        | None -> choose 0 |> should be Empty
        | Some(at, length) ->
            let span = set [ start + at .. start + at + length - 1 ]
            Set.isSubset span (choose 0) |> should be True

            for round in 0..3 do
                Set.isSubset (choose round) (choose (round + 1)) |> should be True

    [<Property>]
    let ``room is never more than the padding`` answer =
        let context = contextOf answer
        let segments = RepairPolicy.Span().WithRoom(5).Choose.Invoke context
        let growth = segments |> Seq.sumBy (fun segment -> segment.Masks - segment.Length)
        growth |> should be (lessThanOrEqualTo answer.Padding)
        segments |> Seq.forall (fun segment -> segment.Masks >= 1) |> should be True

let private plain =
    {
        Tokens = [ 10; 11; 12; 13; 14 ]
        Confidences = [ 0.9f; 0.2f; 0.8f; 0.1f; 0.9f ]
        Padding = 2
        Where = Some(2, 1)
        Round = 0
        Seed = 0L
    }

let private segments (policy: RepairPolicy) answer =
    policy.Choose.Invoke(contextOf answer) |> List.ofSeq

let private tokens answer segments =
    let canvas, _ = laid answer (Array.ofList segments)
    List.ofSeq canvas.Tokens

[<Fact>]
let ``a span is masked with its neighbours`` () =
    segments (RepairPolicy.Span(1, 1)) plain
    |> should equal [ RepairSegment(4, 3, 3) ]

[<Fact>]
let ``the least sure tokens are masked where they stand`` () =
    segments (RepairPolicy.LeastConfident 0.4) plain
    |> should equal [ RepairSegment(4, 1, 1); RepairSegment(6, 1, 1) ]

[<Fact>]
let ``a suffix goes to the end of the canvas`` () =
    segments (RepairPolicy.Suffix()) plain
    |> should equal [ RepairSegment(5, 5, 5) ]

[<Fact>]
let ``a place behind the text is its end`` () =
    segments (RepairPolicy.Span(1, 1)) { plain with Where = Some(5, 0) }
    |> should equal [ RepairSegment(7, 2, 2) ]

[<Fact>]
let ``without a place, spans and suffixes do not apply`` () =
    for policy in
        [
            RepairPolicy.Span()
            RepairPolicy.Widening()
            RepairPolicy.Suffix()
            RepairPolicy.Span().WithRoom 2
        ] do
        segments policy { plain with Where = None } |> should be Empty

[<Fact>]
let ``a text that grows takes padding from the end, and one that shrinks gets some there`` () =
    tokens plain [ RepairSegment(4, 1, 3) ]
    |> should equal [ 1; 2; 3; 10; Mask; Mask; Mask; 12; 13; 14 ]

    tokens plain [ RepairSegment(4, 2, 1) ]
    |> should equal [ 1; 2; 3; 10; Mask; 13; 14; Padding; Padding; Padding ]

let private fails (work: unit -> 'a) =
    (Assert.Throws<RepairException>(fun () -> work () |> ignore)).Message

[<Fact>]
let ``a canvas that is too short for what a policy wants says how long it is`` () =
    fails (fun () -> tokens plain [ RepairSegment(4, 1, 4) ])
    |> should haveSubstring "grow by 3 tokens (1 tokens at 4 by 4 masks), and the canvas has padding for 2"

[<Fact>]
let ``what no policy may choose is refused with its place`` () =
    fails (fun () -> tokens plain [ RepairSegment(2, 1, 1) ])
    |> should haveSubstring "outside the text"

    fails (fun () -> tokens plain [ RepairSegment(9, 2, 2) ])
    |> should haveSubstring "outside the text"

    fails (fun () -> tokens plain [ RepairSegment(5, 2, 2); RepairSegment(6, 1, 1) ])
    |> should haveSubstring "overlaps"

    fails (fun () -> tokens plain [ RepairSegment(5, 0, 0) ])
    |> should haveSubstring "nothing"

    fails (fun () -> tokens plain [ RepairSegment(5, 1, 0) ])
    |> should haveSubstring "no mask"

[<Fact>]
let ``values out of their range are named`` () =
    fails (fun () -> RepairPolicy.Span(-1, 0))
    |> should haveSubstring "before is -1"

    fails (fun () -> RepairPolicy.Widening 0) |> should haveSubstring "at least 1"
    fails (fun () -> RepairPolicy.LeastConfident 1.5) |> should haveSubstring "1.5"

    fails (fun () -> RepairPolicy.Span().WithRoom 0)
    |> should haveSubstring "at least 1"

    fails (fun () -> RepairOptions(Rounds = 0))
    |> should haveSubstring "Rounds is 0"

    fails (fun () -> RepairOptions(Policies = [||]))
    |> should haveSubstring "no policy"

    fails (fun () -> RepairOptions(Warming = -0.1))
    |> should haveSubstring "Warming is -0.1"

    fails (fun () -> RepairOptions(BatchSize = 0))
    |> should haveSubstring "BatchSize is 0"

    fails (fun () -> Finding.Bad("", null, 1.1)) |> should haveSubstring "1.1"

[<Fact>]
let ``where confidences are not recorded the least sure cannot be told, and other policies apply`` () =
    let context = contextOf plain

    let context =
        RepairContext(
            Round = 0,
            Tokens = context.Tokens,
            IsWritten = context.IsWritten,
            Confidences = [| for _ in context.Tokens -> Nullable() |],
            TextStart = context.TextStart,
            TextEnd = context.TextEnd,
            Finding = context.Finding,
            Where = context.Where,
            Draws = context.Draws
        )

    RepairPolicy.LeastConfident(0.5).Choose.Invoke context |> should be Empty

    RepairPolicy.Span().Choose.Invoke(context).Count |> should equal 1
