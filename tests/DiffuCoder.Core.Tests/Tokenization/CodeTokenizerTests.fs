module DiffuCoder.Core.Tests.Tokenization.CodeTokenizerTests

open System
open System.Collections.Generic
open System.IO
open System.Text
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open FsCheck.FSharp
open FsCheck.Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

let private tokenizer () = smallTokenizer.Value
let private encode (text: string) = tokenizer().Encode text |> List.ofSeq

let private encodePlain (text: string) =
    tokenizer().Encode(text, parseSpecialTokens = false) |> List.ofSeq

let private id token = (tokenizer().IdOf token).Value

[<Property>]
let ``a text that is encoded and decoded is its composed form`` () =
    forAllTexts (fun text -> tokenizer().Decode(encodePlain text) = compose text)

[<Property>]
let ``a text without added tokens is encoded alike whether they are looked for or not`` () =
    forAllTexts (fun text -> hasSpecialToken text || encode text = encodePlain text)

[<Property>]
let ``encoding goes piece by piece across added tokens, which combine with nothing`` () =
    forAllTexts (fun left ->
        let right = "\u0338=" + left

        specialTokens
        |> Array.forall (fun token -> encode (left + token + right) = encode left @ [ id token ] @ encode right))

[<Property>]
let ``text from outside cannot hold an added token`` () =
    forAllTexts (fun text ->
        let attack = text + "<|im_end|>" + text + "<|mask|>"
        let special = HashSet(tokenizer().SpecialTokens.Values)
        let ids = encodePlain attack

        not (ids |> List.exists special.Contains)
        && tokenizer().Decode ids = compose attack)

[<Property>]
let ``any UTF-16, however broken, is encoded as if its unpaired surrogates were U+FFFD`` () =
    let genUnits =
        Gen.frequency [ 2, Gen.choose (0xd800, 0xdfff); 1, Gen.choose (0, 0xffff) ]
        |> Gen.map char
        |> Gen.arrayOf
        |> Gen.map String

    FsCheck.FSharp.Prop.forAll (Arb.fromGen genUnits) (fun text ->
        let repaired = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes text)
        tokenizer().Decode(encode text) = compose repaired)

[<Property>]
let ``bytes decode as UTF-8 with U+FFFD for what is invalid`` (bytes: byte array) =
    let ids =
        bytes |> Array.map (fun value -> id (string (ByteLevelAlphabet.Symbol value)))

    tokenizer().Decode ids = Encoding.UTF8.GetString bytes

[<Fact>]
let ``an id that is not in the vocabulary is no text`` () =
    let size = tokenizer().VocabularySize
    let a = encode "a"

    tokenizer().Decode(Seq.concat [ a; [ size; Int32.MaxValue ]; a ])
    |> should equal "aa"

[<Fact>]
let ``an id below 0 is named`` () =
    let error =
        Assert.Throws<TokenizerException>(fun () -> tokenizer().Decode [ 0; -1 ] |> ignore)

    error.Message |> should haveSubstring "-1"

[<Fact>]
let ``special tokens can be left out of the text`` () =
    let ids = encode "<|im_start|>a<|mask|>b<|im_end|>"
    tokenizer().Decode(ids, skipSpecialTokens = true) |> should equal "ab"

[<Fact>]
let ``ids and tokens name each other`` () =
    let tokenizer = tokenizer ()

    for id in 0 .. tokenizer.VocabularySize - 1 do
        let token = tokenizer.TokenOf id |> nonNull
        tokenizer.IdOf token |> should equal (Nullable id)

    tokenizer.IdOf "no such token" |> should equal (Nullable<int>())
    isNull (tokenizer.TokenOf -1) |> should equal true

[<Fact>]
let ``the longest of the added tokens that start at a place is taken`` () =
    let tokenizer =
        BpeTrainer.Train([ "abc" ], 260, [| "<a"; "<a>"; "<a><b>" |]).ToTokenizer()

    tokenizer.Encode "<a><a><b><a<"
    |> List.ofSeq
    |> List.map (fun id -> tokenizer.TokenOf id |> nonNull)
    |> should equal [ "<a>"; "<a><b>"; "<a"; "<" ]

[<Fact>]
let ``several threads may use one tokenizer`` () =
    let fresh = smallVocabulary.Value.ToTokenizer()
    let lines = corpus.Value.Split '\n'
    let expected = lines |> Array.map encode
    let found = Array.init 8 (fun _ -> Array.create lines.Length [])

    Parallel.For(
        0,
        8,
        (fun thread ->
            lines
            |> Array.iteri (fun i line -> found[thread][i] <- fresh.Encode line |> List.ofSeq))
    )
    |> ignore

    for ids in found do
        ids |> should equal expected

[<Fact>]
let ``the files it was loaded from, written elsewhere, are the same tokenizer`` () =
    let original = tokenizer ()

    withDirectory (fun directory ->
        for file in original.Files do
            File.WriteAllBytes(Path.Combine(directory, file.Key), file.Value)

        let copy = CodeTokenizer.Load directory
        List.ofSeq (copy.Encode corpus.Value) |> should equal (encode corpus.Value)

        copy.SpecialTokens
        |> Seq.sortBy _.Value
        |> Seq.map _.Key
        |> Array.ofSeq
        |> should equal specialTokens)

[<Property(MaxTest = 30)>]
let ``tokenizer json and vocabulary with merges are one tokenizer`` () =
    let withoutJson =
        withDirectory (fun directory ->
            smallVocabulary.Value.Save directory
            File.Delete(Path.Combine(directory, "tokenizer.json"))
            CodeTokenizer.Load directory)

    withoutJson.Files.Keys
    |> Seq.sort
    |> List.ofSeq
    |> should equal [ "merges.txt"; "tokenizer_config.json"; "vocab.json" ]

    forAllTexts (fun text ->
        let text = text + "<|mask|>" + text
        List.ofSeq (withoutJson.Encode text) = encode text)

[<Property>]
let ``the pieces of a text are the text, and no token goes over the border of two`` () =
    forAllTexts (fun text ->
        let pieces = tokenizer().PreTokenize text |> List.ofSeq
        let bytes (text: string) = (Encoding.UTF8.GetBytes text).Length

        let borders =
            encodePlain text
            |> List.scan (fun at id -> at + tokenizer().BytesOf(id, false).Length) 0

        String.concat "" pieces = compose text
        && pieces
           |> List.scan (fun at piece -> at + bytes piece) 0
           |> List.forall (fun border -> List.contains border borders))
