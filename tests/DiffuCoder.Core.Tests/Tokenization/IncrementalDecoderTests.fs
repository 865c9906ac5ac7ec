module DiffuCoder.Core.Tests.Tokenization.IncrementalDecoderTests

open System
open System.Text
open Xunit
open FsUnit.Xunit
open FsCheck.FSharp
open FsCheck.Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

let private tokenizer () = smallTokenizer.Value

let private byteId (value: byte) =
    (tokenizer().IdOf(string (ByteLevelAlphabet.Symbol value))).Value

/// Mostly single bytes of multi-byte characters, where half characters come from.
let private genIds =
    let genHighByte = Gen.choose (0x80, 0xff) |> Gen.map (byte >> byteId)
    let genAny = Gen.choose (0, smallVocabulary.Value.Size - 1)

    Gen.frequency [ 3, genHighByte; 1, genAny ] |> Gen.listOf |> Arb.fromGen

[<Property>]
let ``the pieces joined are the decoded whole, whatever the ids`` () =
    Prop.forAll genIds (fun ids ->
        [ false; true ]
        |> List.forall (fun skip ->
            let decoder = tokenizer().CreateDecoder skip
            let pieces = ids |> List.map decoder.Append
            String.concat "" pieces + decoder.Flush() = tokenizer().Decode(ids, skip)))

[<Property>]
let ``no piece has half a character`` () =
    Prop.forAll genIds (fun ids ->
        let decoder = tokenizer().CreateDecoder()

        ids
        |> List.forall (fun id ->
            let piece = decoder.Append id
            Encoding.UTF8.GetString(Encoding.UTF8.GetBytes piece) = piece))

[<Property>]
let ``a character comes with its last byte, not later`` () =
    forAllTexts (fun text ->
        let decoder = tokenizer().CreateDecoder()

        text.EnumerateRunes()
        |> Seq.forall (fun rune ->
            let ids = Encoding.UTF8.GetBytes(rune.ToString()) |> Array.map byteId
            let pieces = ids |> Array.map decoder.Append

            Array.last pieces = rune.ToString()
            && pieces |> Array.take (pieces.Length - 1) |> Array.forall String.IsNullOrEmpty))

[<Fact>]
let ``an unfinished character ends as U+FFFD, after which the decoder is as new`` () =
    let decoder = tokenizer().CreateDecoder()
    decoder.Append(byteId 0xf0uy) |> should equal ""
    decoder.Append(byteId 0x9fuy) |> should equal ""
    decoder.Flush() |> should equal "\ufffd"
    decoder.Flush() |> should equal ""
    decoder.Append(byteId 65uy) |> should equal "A"

[<Fact>]
let ``a token with more text than the buffer comes whole`` () =
    let name = "<|" + String('x', 1000) + "|>"
    let tokenizer = BpeTrainer.Train([ "a" ], 257, [| name |]).ToTokenizer()
    tokenizer.CreateDecoder().Append 256 |> should equal name

[<Fact>]
let ``an id that is not in the vocabulary is no text, and one below 0 is named`` () =
    let decoder = tokenizer().CreateDecoder()
    decoder.Append(byteId 65uy) |> should equal "A"
    decoder.Append 600 |> should equal ""
    decoder.Append(byteId 66uy) |> should equal "B"

    let error = Assert.Throws<TokenizerException>(fun () -> decoder.Append -1 |> ignore)

    error.Message |> should haveSubstring "-1"
