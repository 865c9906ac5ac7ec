module DiffuCoder.Extensions.AI.Tests.StreamingTests

open System
open System.Collections.Generic
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sampling
open DiffuCoder.Extensions.AI
open Microsoft.Extensions.AI

let private texts (updates: ChatResponseUpdate list) =
    updates |> List.map _.Text |> List.filter (String.IsNullOrEmpty >> not)

[<Fact>]
let ``a stream comes in many pieces that join to the answer`` () =
    let client = Clients.tiny ()
    let pieces = Clients.updates client null Clients.asked
    texts pieces |> List.length |> should be (greaterThan 3)

    String.concat "" (texts pieces)
    |> should equal (Clients.answer client null Clients.asked).Text

[<Fact>]
let ``the updates of a response share its id, and the last has reason and usage`` () =
    let pieces = Clients.updates (Clients.tiny ()) null Clients.asked
    pieces |> List.map _.ResponseId |> List.distinct |> should haveLength 1
    let last = List.last pieces
    last.FinishReason |> should equal (Nullable ChatFinishReason.Stop)
    last.Contents |> Seq.exactlyOne |> should be instanceOfType<UsageContent>

    pieces
    |> List.filter (fun piece -> piece.FinishReason.HasValue)
    |> should haveLength 1

/// A stream of a canvas of five masks, by steps that reveal what is given.
let private stream (steps: (int * int) list list) =
    let model = Clients.randomModel ()
    let mask = model.Config.MaskTokenId.Value
    let canvas = Canvas.Complete([| 7 |], 5, mask)

    let text =
        StableText(canvas, mask, HashSet [ 0 ], model.Tokenizer.CreateDecoder(skipSpecialTokens = true))

    [
        for index, reveals in List.indexed steps ->
            text.Take(SamplingStep(index, [| for position, token in reveals -> Reveal(position, token, 1.0f, 0.0f) |])),
            text.Count,
            text.HasEnded
    ]

let private decoded ids =
    Clients.randomModel().Tokenizer.Decode(ids, skipSpecialTokens = true)

[<Fact>]
let ``what stands right of a mask waits until the gap is closed`` () =
    let a, b, c = 40, 41, 42

    stream [ [ 3, c ]; [ 1, a ]; [ 2, b ] ]
    |> should equal [ "", 0, false; decoded [ a ], 1, false; decoded [ b; c ], 3, false ]

[<Fact>]
let ``a token that ends the text ends it once nothing left of it is masked`` () =
    stream [ [ 2, 0 ]; [ 3, 41 ]; [ 1, 40 ] ]
    |> should equal [ "", 0, false; "", 0, false; decoded [ 40 ], 1, true ]
