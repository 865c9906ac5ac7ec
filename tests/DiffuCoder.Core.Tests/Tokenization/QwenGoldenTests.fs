/// Qwen2.5, Dream and DiffuCoder against ids on which four other implementations agree.
module DiffuCoder.Core.Tests.Tokenization.QwenGoldenTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.QwenFixtures

let private idsOf family case =
    match family with
    | Qwen -> case.IdsOfQwen
    | Dream -> case.IdsOfDream
    | DiffuCoder -> case.Ids

let private differences family (tokenizer: CodeTokenizer) =
    [
        for case in golden.Value do
            let expected = idsOf family case

            for text in Option.toList case.Text do
                let ids = tokenizer.Encode text |> List.ofSeq

                if ids <> expected then
                    $"{case.Name}: {ids} instead of {expected}"

            // without a text there are only DiffuCoder's ids, which hold its own added tokens
            if family = DiffuCoder || case.Text.IsSome then
                let decoded = tokenizer.Decode expected

                if decoded <> case.Decoded then
                    $"{case.Name}: \"{decoded}\" instead of \"{case.Decoded}\""
    ]

let private both family =
    (loadFromVocabulary family |> differences family)
    @ (loadFromTokenizerJson family |> differences family)

[<Fact>]
let ``all 139 golden cases are there`` () = golden.Value |> should haveLength 139

[<Fact>]
let ``DiffuCoder gives the golden ids and texts, from either kind of files`` () = both DiffuCoder |> should be Empty

[<Fact>]
let ``Dream, which has no pad token of its own, gives its golden ids and texts`` () = both Dream |> should be Empty

[<Fact>]
let ``Qwen, which has no mask token, gives its golden ids and texts`` () = both Qwen |> should be Empty

[<Fact>]
let ``chats give the golden text and ids`` () =
    let tokenizer = loadFromVocabulary DiffuCoder

    let chats = golden.Value |> List.filter (fun case -> not case.Messages.IsEmpty)

    chats |> should haveLength 4

    for case in chats do
        ChatTemplate.Qwen.Render(case.Messages, case.AddGenerationPrompt)
        |> should equal case.Text.Value

        tokenizer.EncodeChat(case.Messages, case.AddGenerationPrompt)
        |> List.ofSeq
        |> should equal case.Ids

[<Fact>]
let ``DiffuCoder's own tokens have the ids of the release`` () =
    let tokenizer = loadFromVocabulary DiffuCoder
    tokenizer.VocabularySize |> should equal 151668
    tokenizer.SpecialTokens.Count |> should equal 25
    tokenizer.IdOf "<|mask|>" |> should equal (Nullable 151666)
    tokenizer.IdOf "Ġreturn" |> should equal (Nullable 470)
    tokenizer.TokenOf 151667 |> nonNull |> should equal "<|dlm_pad|>"
    isNull (tokenizer.TokenOf 151668) |> should equal true

[<Fact>]
let ``tokens that are added but not special stay when special ones are skipped`` () =
    let tokenizer = loadFromVocabulary DiffuCoder

    tokenizer.Decode([ 151643; 151657; 750; 151666 ], skipSpecialTokens = true)
    |> should equal "<tool_call>def"
