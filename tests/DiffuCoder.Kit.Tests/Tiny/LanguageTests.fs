module DiffuCoder.Kit.Tests.Tiny.LanguageTests

open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open DiffuCoder.Tiny.Corpus

[<Theory>]
[<InlineData("keep the even ones", "keeps the even ones")>]
[<InlineData("multiply it", "multiplies it")>]
[<InlineData("replay", "replays")>]
[<InlineData("reverse them", "reverses them")>]
[<InlineData("match it", "matches it")>]
[<InlineData("recursively square it", "recursively squares it")>]
let ``verbs are conjugated`` (infinitive: string, third: string) =
    English.thirdPerson infinitive |> should equal third

[<Theory>]
[<InlineData("are even", "is even")>]
[<InlineData("do not end in 3", "does not end in 3")>]
[<InlineData("end in 3", "ends in 3")>]
[<InlineData("are multiples of 4", "is a multiple of 4")>]
let ``what is said of several can be said of one`` (many: string, one: string) =
    English.singular many |> should equal one

[<Theory>]
[<InlineData(2, "2nd")>]
[<InlineData(3, "3rd")>]
[<InlineData(4, "4th")>]
[<InlineData(12, "12th")>]
[<InlineData(22, "22nd")>]
let ``numbers have ordinals`` (number: int, ordinal: string) =
    English.ordinal number |> should equal ordinal

[<Property>]
let ``division and remainder fit together as in Python`` (a: int, b: NonZeroInt) =
    let a, b = int64 a, int64 b.Get
    let remainder = Python.modulo a b

    Python.divide a b * b + remainder = a
    && (remainder = 0L || sign remainder = sign b)
    && abs remainder < abs b

[<Property>]
let ``slices cut a list into what is kept and what is left`` (items: int list, k: int) =
    Python.upTo k items @ Python.from k items = items

[<Property>]
let ``literals of texts are quoted`` (text: NonNull<string>) =
    let literal = Value.literal (Str text.Get)
    literal.StartsWith '"' && literal.EndsWith '"' && not (literal.Contains '\n')

[<Fact>]
let ``values are written as Python writes them`` () =
    Dict [ Str "a", List [ Int -1L; Bool true; Nothing ]; Int 2L, Str "say \"no\"\n" ]
    |> Value.literal
    |> should equal "{\"a\": [-1, True, None], 2: \"say \\\"no\\\"\\n\"}"

[<Fact>]
let ``the hash is FNV-1a, folded`` () =
    // the published 64-bit FNV-1a of "a" is af63dc4c8601ec8c
    StableHash.ofText "a" |> should equal (0xaf63dc4c8601ec8cUL ^^^ 0xaf63dc4cUL)

[<Fact>]
let ``chat answers hold the whole function in a code block`` () =
    let task = Corpus.codeTask 1UL Train 0
    let request, answer = Documents.chat task
    request |> should equal task.Instruction

    answer
    |> should equal ("Here is the code to solve this problem:\n```python\n" + task.Solution + "```\n")

[<Fact>]
let ``documents are functions, some below a comment`` () =
    let documents =
        [
            for index in 0..299 ->
                let task = Corpus.codeTask 1UL Train index
                let head, body = Documents.pretraining task
                task, head, head + body
        ]

    for task, head, document in documents do
        head |> should endWith task.Prompt
        document |> should endWith task.Solution

    let commented =
        documents |> List.filter (fun (_, _, document) -> document.StartsWith "# ")

    float commented.Length / 300.0 |> should (equalWithin 0.1) 0.67
