module DiffuCoder.Core.Tests.Tokenization.BpeTrainerTests

open System
open System.IO
open System.Text
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open FsCheck.FSharp
open FsCheck.Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

/// The obvious way: count all pairs anew after every merge. Splits by .NET's regular expressions, right for ASCII.
module private Slow =
    let private splits = Regex SplitPatterns.Qwen2Regex

    let rec private replace left right joined symbols =
        match symbols with
        | a :: b :: rest when a = left && b = right -> joined :: replace left right joined rest
        | a :: rest -> a :: replace left right joined rest
        | [] -> []

    let rec private learn size merges (tokens: string list) words =
        let ranks = tokens |> List.mapi (fun id token -> token, id) |> Map.ofList

        let counts =
            words
            |> List.collect (fun (symbols, count) -> symbols |> List.pairwise |> List.map (fun pair -> pair, count))
            |> List.groupBy fst
            |> List.map (fun (pair, counted) -> pair, List.sumBy snd counted)
            |> List.filter (fun (_, count) -> count >= 2)

        if tokens.Length >= size || counts.IsEmpty then
            tokens, List.rev merges
        else
            let (left, right), _ =
                counts
                |> List.minBy (fun ((left, right), count) -> -count, ranks[left], ranks[right])

            let joined = left + right

            let tokens =
                if ranks.ContainsKey joined then
                    tokens
                else
                    tokens @ [ joined ]

            let merges =
                if List.contains (left, right) merges then
                    merges
                else
                    (left, right) :: merges

            words
            |> List.map (fun (symbols, count) -> replace left right joined symbols, count)
            |> learn size merges tokens

    let train texts size =
        let words =
            texts
            |> Seq.collect (fun text -> splits.Matches text |> Seq.map _.Value)
            |> Seq.countBy id
            |> Seq.map (fun (word, count) ->
                [
                    for value in Encoding.ASCII.GetBytes word -> string (ByteLevelAlphabet.Symbol value)
                ],
                count)
            |> List.ofSeq

        learn size [] [ for symbol in ByteLevelAlphabet.InCodeOrder -> string symbol ] words

/// Few letters, so that runs, overlaps and ties abound.
let private genTexts =
    Gen.elements [ 'a'; 'a'; 'b'; 'c'; ' '; '='; '\n' ]
    |> Gen.arrayOf
    |> Gen.map String
    |> Gen.listOf
    |> Gen.resize 30
    |> Arb.fromGen

let private learned (vocabulary: BpeVocabulary) =
    List.ofSeq vocabulary.Tokens, [ for struct (left, right) in vocabulary.Merges -> left, right ]

[<Property(MaxTest = 200)>]
let ``the vocabulary is that of a slow and obvious trainer`` () =
    Prop.forAll genTexts (fun texts -> learned (BpeTrainer.Train(texts, 300, [||])) = Slow.train texts 300)

[<Property>]
let ``the order of the texts does not matter`` () =
    Prop.forAll genTexts (fun texts -> learned (BpeTrainer.Train(texts, 280, [||])) = learned (BpeTrainer.Train(List.rev texts, 280, [||])))

[<Fact>]
let ``the fixture's vocabulary is that of the slow trainer, too`` () =
    let text = String.filter Char.IsAscii corpus.Value

    learned (BpeTrainer.Train([ text ], 330, [||]))
    |> should equal (Slow.train [ text ] 330)

[<Property>]
let ``encoding a text of the corpus uses the merges as they were learned`` () =
    Prop.forAll genTexts (fun texts ->
        let vocabulary = BpeTrainer.Train(texts, 300, [||])
        let tokenizer = vocabulary.ToTokenizer()

        // the trainer went on until no pair of neighbours occurred twice; an encoder that follows it finds the same
        let rest =
            [
                for text in texts do
                    for piece in Regex(SplitPatterns.Qwen2Regex).Matches text do
                        yield! tokenizer.Encode piece.Value |> Seq.pairwise
            ]

        vocabulary.Size = 300
        || rest |> List.countBy id |> List.forall (fun (_, count) -> count < 2))

[<Fact>]
let ``the ids are the bytes, the merges, the special tokens`` () =
    let vocabulary = smallVocabulary.Value
    let tokenizer = smallTokenizer.Value
    vocabulary.Size |> should equal 600
    tokenizer.VocabularySize |> should equal 600
    tokenizer.IdOf "!" |> should equal (Nullable 0)
    tokenizer.IdOf "Ġ" |> should equal (Nullable 220)
    vocabulary.Merges.Count |> should equal (600 - 256 - specialTokens.Length)

    specialTokens
    |> Array.map (fun token -> tokenizer.SpecialTokens[token])
    |> should equal [| 594..599 |]

[<Fact>]
let ``special tokens in the corpus teach nothing`` () =
    let texts = [ "abc<|mask|>abc"; "<|mask|><|mask|>" ]
    let vocabulary = BpeTrainer.Train(texts, 300, specialTokens)
    learned vocabulary |> snd |> should equal [ "a", "b"; "ab", "c" ]

[<Fact>]
let ``a corpus with too little to learn gives a smaller vocabulary`` () =
    BpeTrainer.Train([ "ab cd" ], 1000, specialTokens).Size |> should equal 262

    BpeTrainer.Train([ "ab cd" ], 1000, specialTokens, minimumCount = 1).Size
    |> should equal 265

[<Fact>]
let ``the same corpus gives the same bytes, and the files that Hugging Face reads`` () =
    withDirectory (fun directory ->
        smallVocabulary.Value.Save directory
        BpeTrainer.Train([ corpus.Value ], 600, specialTokens).Save directory

        let names = Directory.GetFiles directory |> Array.map Path.GetFileName |> Array.sort

        names
        |> should equal [| "merges.txt"; "tokenizer.json"; "tokenizer_config.json"; "vocab.json" |]

        for file in smallVocabulary.Value.ToFiles() do
            File.ReadAllBytes(Path.Combine(directory, file.Key)) |> should equal file.Value

        let merges = File.ReadAllLines(Path.Combine(directory, "merges.txt"))
        merges[0] |> should equal "#version: 0.2"
        merges.Length |> should equal (smallVocabulary.Value.Merges.Count + 1))

[<Fact>]
let ``a size too small and special tokens that are none are refused`` () =
    (fun () -> BpeTrainer.Train([ "a" ], 261, specialTokens) |> ignore)
    |> should throw typeof<ArgumentOutOfRangeException>

    (fun () -> BpeTrainer.Train([ "a" ], 300, [||], minimumCount = 0) |> ignore)
    |> should throw typeof<ArgumentOutOfRangeException>

    for bad in [ [| "" |]; [| "a" |]; [| "<|x|>"; "<|x|>" |] ] do
        (fun () -> BpeTrainer.Train([ "a" ], 300, bad) |> ignore)
        |> should throw typeof<ArgumentException>
