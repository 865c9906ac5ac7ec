module DiffuCoder.Core.Tests.Tokenization.PatternScannerTests

open System
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

let private split pattern (text: string) =
    [
        for struct (offset, length) in PatternScanner.Split(text, pattern) -> text.Substring(offset, length)
    ]

/// The pattern as it is published, run by .NET: right within the basic plane.
let private regexes =
    [
        SplitPattern.Qwen2,
        Regex @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
        SplitPattern.Cl100k,
        Regex @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
        // with possessive quantifiers, which .NET writes as atomic groups
        SplitPattern.Qwen2,
        Regex @"'(?i:[sdmt]|ll|ve|re)|(?>[^\r\n\p{L}\p{N}]?)\p{L}+|\p{N}| ?(?>[^\s\p{L}\p{N}]+)[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
        SplitPattern.Cl100k,
        Regex @"'(?i:[sdmt]|ll|ve|re)|(?>[^\r\n\p{L}\p{N}]?)\p{L}+|\p{N}{1,3}| ?(?>[^\s\p{L}\p{N}]+)[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
        SplitPattern.Gpt2, Regex @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
    ]

[<Property(MaxTest = 500)>]
let ``in the basic plane the pieces are the matches of the regular expression`` () =
    forAll genBasicPlaneText (fun text ->
        regexes
        |> List.forall (fun (pattern, regex) -> split pattern text = [ for found in regex.Matches text -> found.Value ]))

[<Fact>]
let ``a pattern is known in either of its writings, and no other`` () =
    let find regex =
        SplitPatterns.Find regex |> Option.ofNullable

    find @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
    |> should equal (Some SplitPattern.Qwen2)

    find @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
    |> should equal (Some SplitPattern.Cl100k)

    find @"\p{N}{1,2}" |> should equal None

[<Property>]
let ``the pieces joined are the text`` () =
    forAllTexts (fun text ->
        regexes
        |> List.forall (fun (pattern, _) -> String.Concat(split pattern text) = text))

[<Fact>]
let ``letters and digits outside the basic plane are letters and digits`` () =
    split SplitPattern.Qwen2 "x = 𝒜bc𠀀 𝟙𝟚!"
    |> should equal [ "x"; " ="; " 𝒜bc𠀀"; " "; "𝟙"; "𝟚"; "!" ]

    split SplitPattern.Cl100k "𝟙𝟚𝟛𝟜" |> should equal [ "𝟙𝟚𝟛"; "𝟜" ]
    split SplitPattern.Gpt2 "𝒜b 𝟙𝟚" |> should equal [ "𝒜b"; " 𝟙𝟚" ]

[<Fact>]
let ``an unpaired surrogate is a symbol and breaks nothing`` () =
    split SplitPattern.Qwen2 "a\ud800b\udc00\ud800"
    |> should equal [ "a"; "\ud800b"; "\udc00\ud800" ]

[<Fact>]
let ``the long s is an s in a contraction, as case folding has it`` () =
    split SplitPattern.Qwen2 "it'ſx" |> should equal [ "it"; "'ſ"; "x" ]
    split SplitPattern.Gpt2 "it'Sx" |> should equal [ "it"; "'"; "Sx" ]
