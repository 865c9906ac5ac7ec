module DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

open System
open System.IO
open System.Text
open FsCheck
open FsCheck.FSharp
open DiffuCoder.Tokenization

let fixture name =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Tokenization", name)

/// A directory that is there for the length of an action.
let withDirectory (action: string -> 'a) =
    let directory = Directory.CreateTempSubdirectory "diffucoder-tokenizer-"

    try
        action directory.FullName
    finally
        directory.Delete true

let specialTokens =
    [|
        "<|endoftext|>"
        "<|im_start|>"
        "<|im_end|>"
        "<|beginoftext|>"
        "<|mask|>"
        "<|dlm_pad|>"
    |]

let corpus = lazy (File.ReadAllText(fixture "corpus.txt"))

let smallVocabulary = lazy (BpeTrainer.Train([ corpus.Value ], 600, specialTokens))

/// A small tokenizer of our own, trained on the text in the fixtures.
let smallTokenizer = lazy (smallVocabulary.Value.ToTokenizer())

/// .NET refuses to normalise U+FFFE.
let compose (text: string) =
    text.Split '\ufffe'
    |> Array.map _.Normalize(NormalizationForm.FormC)
    |> String.concat "\ufffe"

let hasSpecialToken (text: string) =
    specialTokens |> Array.exists text.Contains

/// Pieces that meet each alternative of the splitting patterns, and what a careless tokenizer gets wrong.
let private pieces =
    [
        "def f(x):\n    return x + 1\n"
        "print"
        "don't"
        "WE'VE"
        "'s"
        "'re"
        "'"
        "\""
        "===="
        "(["
        "])"
        ","
        "_"
        " "
        "  "
        "    "
        "\t"
        "\n"
        "\r\n"
        "\n\n"
        " \n "
        "\u00a0"
        "\u0085"
        "\u2028"
        "\u3000"
        "\ufeff"
        "\u200b"
        "\u001c"
        "0"
        "123"
        "٣"
        "½"
        "Ⅷ"
        "é"
        "e\u0301"
        "\u0301"
        "\u212b"
        "Ω"
        "你好"
        "한국"
        "\u1112\u1161\u11ab"
        "नमस्ते"
        "🙂"
        "👩\u200d🚀"
        "𝒜"
        "𝟙"
        "𠀀"
        "<|"
        "|>"
        "mask"
        "<|mask"
        "\ufffe"
        "\u0000"
    ]

let private genCharacter =
    Gen.oneof
        [
            Gen.choose (32, 126)
            Gen.choose (0, 0x2ff)
            Gen.choose (0x300, 0xd7ff)
            Gen.choose (0xe000, 0x10ffff)
        ]
    |> Gen.map Char.ConvertFromUtf32

let private genJoined piece =
    Gen.sized (fun size -> Gen.choose (0, size) |> Gen.bind (fun count -> Gen.listOfLength count piece))
    |> Gen.map (String.concat "")

/// Text without unpaired surrogates.
let genText = genJoined (Gen.frequency [ 3, Gen.elements pieces; 1, genCharacter ])

/// Text of which .NET's regular expressions have the same notion as everybody else.
let genBasicPlaneText =
    genText
    |> Gen.map (String.filter (fun c -> not (Char.IsSurrogate c) && c <> '\u017f'))

let private withoutOneCharacter (text: string) =
    let characters = text.EnumerateRunes() |> Seq.map string |> List.ofSeq

    seq { for i in 0 .. characters.Length - 1 -> characters |> List.removeAt i |> String.concat "" }

let forAll gen (property: string -> bool) =
    Prop.forAll (Arb.fromGenShrink (gen, withoutOneCharacter)) property

let forAllTexts = forAll genText
