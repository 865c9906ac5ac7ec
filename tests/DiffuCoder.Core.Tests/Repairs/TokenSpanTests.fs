module DiffuCoder.Core.Tests.Repairs.TokenSpanTests

open System
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Repairs
open DiffuCoder.Core.Tests.Constraints.Vocabulary

let private range (text: string) (start: int) (length: int) =
    TokenSpans.Of(tokenizer.Value, encode text, TextSpan(start, length))

/// The text of some tokens that another one follows: half characters as U+FFFD.
let private textOf (tokens: int seq) =
    tokenizer.Value.Decode(tokens, skipSpecialTokens = true)

[<Fact>]
let ``a character of several tokens belongs to all of them`` () =
    // the emoji is four bytes, none of which this tokenizer has merged
    let text = "a😀b"
    let tokens = encode text
    tokens.Length |> should equal 6
    range text 0 1 |> should equal (TokenRange(0, 1))
    range text 1 2 |> should equal (TokenRange(1, 4))
    range text 2 1 |> should equal (TokenRange(1, 4))
    range text 3 1 |> should equal (TokenRange(5, 1))

[<Fact>]
let ``behind the last character is behind the last token`` () =
    range "abc" 3 0 |> should equal (TokenRange((encode "abc").Length, 0))
    range "" 0 1 |> should equal (TokenRange(0, 0))

type Texts =
    static member Text() =
        Gen.elements [ "a"; "return"; "é"; "€"; "😀"; "\n"; "中"; " "; "(x + 1)"; "\"Ann\"" ]
        |> Gen.nonEmptyListOf
        |> Gen.map (String.concat "")
        |> Arb.fromGen

[<Properties(Arbitrary = [| typeof<Texts> |], MaxTest = 200)>]
module Properties =

    [<Property>]
    let ``the tokens of a span hold its text, and without the first not all of it`` (text: string) (NonNegativeInt at) (PositiveInt wide) =
        let start = at % text.Length
        let length = min wide (text.Length - start)
        let tokens = encode text
        let found = range text start length
        let before = textOf tokens[.. found.Start - 1]
        let through = textOf tokens[.. found.End - 1]
        before.Length |> should be (lessThanOrEqualTo start)
        text.StartsWith(before, StringComparison.Ordinal) |> should be True
        through.Length |> should be (greaterThanOrEqualTo (start + length))
        text.StartsWith(through, StringComparison.Ordinal) |> should be True
        // without the first they miss a part of it: the text up to the second is behind the start, or ends within a character
        let later = textOf tokens[.. found.Start]

        (later.Length > start || not (text.StartsWith(later, StringComparison.Ordinal)))
        |> should be True

let private spanOf (text: string) (code: string) (error: ParseError) =
    match CodePlaces.Of(text, code).Span error with
    | null -> None
    | span -> Some(text.Substring(span.Start, span.Length))

[<Fact>]
let ``a place in the code is a place in the answer, counted in characters of any width`` () =
    let code = "x = '😀é' +\ny = 1\n"
    let answer = "Here is 😀:\n```python\n" + code + "```\n"
    spanOf answer code (ParseError("", 1, 5, 1, 9)) |> should equal (Some "'😀é'")
    spanOf answer code (ParseError("", 1, 10, 1, 11)) |> should equal (Some "+")
    spanOf answer code (ParseError("", 2, 1, 2, 2)) |> should equal (Some "y")
    spanOf answer code (ParseError("", 2)) |> should equal (Some "y = 1")

[<Fact>]
let ``an error at the end of a line or of the code has a place`` () =
    let code = "def f()\n    return 1\n"

    spanOf (code + "```\n") code (ParseError("", 1, 8, 1, 8))
    |> should equal (Some "\n")

    spanOf code code (ParseError("", 3, 1)) |> should equal (Some "\n")

[<Fact>]
let ``code of several blocks is found line by line, and what is not found has no place`` () =
    let answer = "```python\na = 1\n```\nand\n```python\nb = (\n```\n"

    spanOf answer "a = 1\nb = (\n" (ParseError("", 2, 5, 2, 6))
    |> should equal (Some "(")

    spanOf answer "a = 1\nc = (\n" (ParseError("", 2, 5, 2, 6)) |> should equal None
    spanOf answer "a = 1\nb = (\n" (ParseError "too deep") |> should equal None

[<Fact>]
let ``of the same code twice the last is meant, and code within a list is found further in`` () =
    let start (text: string) (code: string) line =
        CodePlaces.Of(text, code).Line line
        |> Option.ofObj
        |> Option.map (fun span -> text.Substring(span.Start, span.Length), span.Start)

    let twice = "a = 1\nb\n---\na = 1\nb\n"
    start twice "a = 1\nb" 2 |> should equal (Some("b", twice.LastIndexOf 'b'))

    let inner = "1. So:\n   ```\n   if x:\n       y\n\n   z\n   ```\n"

    start inner "if x:\n    y\n\nz" 2
    |> should equal (Some("    y", inner.IndexOf "    y"))

    start inner "if x:\n    y\n\nz" 4 |> should equal (Some("z", inner.IndexOf 'z'))

[<Fact>]
let ``lines of a text are spans`` () =
    let text = "one\ntwo\nthree"
    TextSpan.OfLines(text, 2) |> should equal (TextSpan(4, 3))
    TextSpan.OfLines(text, 1, 2) |> should equal (TextSpan(0, 7))
    TextSpan.OfLines(text, 3, 9) |> should equal (TextSpan(8, 5))
    TextSpan.OfLines(text, 4) |> should equal (TextSpan(13, 0))
