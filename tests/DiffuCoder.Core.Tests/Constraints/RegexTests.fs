/// Regular expressions as languages, beside those of .NET.
module DiffuCoder.Core.Tests.Constraints.RegexTests

open Xunit
open System.Text.RegularExpressions
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints

let private whole pattern =
    Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant ||| RegexOptions.NonBacktracking)

/// Expressions over few characters, one of each length in UTF-8, with every operator.
let private patterns =
    let atom =
        Gen.elements
            [
                "a"
                "b"
                "é"
                "€"
                "."
                "[ab]"
                "[^a]"
                "[a-é]"
                "[^é-€]"
                @"\u00e9"
                @"[\u20ac-\u20ad]"
                @"\x61"
                @"\p{Ll}"
                @"\P{L}"
                @"\p{S}"
                @"\n"
                "(?:)"
            ]

    let rec sized size =
        if size = 0 then
            atom
        else
            let smaller = sized (size / 2)

            Gen.frequency
                [
                    2, atom
                    3, Gen.map2 (+) smaller smaller
                    2, Gen.map2 (fun one other -> $"({one}|{other})") smaller smaller
                    2,
                    Gen.map2
                        (fun one mark -> $"(?:{one}){mark}")
                        smaller
                        (Gen.elements [ "*"; "+"; "?"; "{2}"; "{1,3}"; "{2,}"; "*?"; "{0,2}?" ])
                ]

    Gen.sized (fun size -> sized (min 8 size))

let private texts =
    Gen.elements [ "a"; "b"; "é"; "€"; "x"; "\n"; "\u20ad" ]
    |> Gen.listOf
    |> Gen.map (List.truncate 6 >> String.concat "")

type Generators =
    static member Pattern() = Arb.fromGen patterns
    static member Texts() = Arb.fromGen (Gen.listOfLength 30 texts)

/// Whether a language has an automaton of a size that is allowed: repetitions of large classes within each other need not.
let private isBuilt (language: Constraint) =
    try
        ignore language.States
        true
    with :? ConstraintException as problem when problem.Message.Contains "more than 20000 states" ->
        false

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 200)>]
let ``an expression means what it means in .NET`` (pattern: string) (texts: string list) =
    let language, expected = Constraint.Regex pattern, whole pattern

    isBuilt language
    ==> lazy
        (for text in "" :: texts do
            if language.Accepts text <> expected.IsMatch text then
                failwith $"{pattern} on '{text}': expected {expected.IsMatch text}")

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 60)>]
let ``all and any are what both and either accept`` (one: string) (other: string) (texts: string list) =
    let first, second = Constraint.Regex one, Constraint.Regex other

    let both, either =
        Constraint.All [ first; second ], Constraint.Any [ first; second ]

    List.forall isBuilt [ first; second; both; either ]
    ==> lazy
        (for text in "" :: texts do
            both.Accepts text |> should equal (first.Accepts text && second.Accepts text)
            either.Accepts text |> should equal (first.Accepts text || second.Accepts text))

[<Theory>]
[<InlineData(@"\d+", "0129", "٣")>]
[<InlineData(@"\w+", "aZ_9", "é")>]
[<InlineData(@"\s", " ", "\u00a0")>]
[<InlineData(@"\D", "x", "7")>]
[<InlineData(@"[\w-]+", "a-b", "a b")>]
[<InlineData(@"[]a]+", "]a", "[")>]
[<InlineData(@"[^]a]", "b", "]")>]
[<InlineData(@"a{,2}", "a{,2}", "aa")>]
[<InlineData(@"^(?<year>\d{4})-(?P<month>\d\d)$", "2026-11", "2026-1")>]
[<InlineData(@"^a|b$", "b", "ab")>]
[<InlineData(@"\u{1F600}", "\U0001F600", "\U0001F601")>]
[<InlineData(@"[\uD83D\uDE00]", "\U0001F600", "\U0001F601")>]
[<InlineData(@"\p{Lu}\p{Nd}", "Ä7", "ä7")>]
[<InlineData(@"[\x00-\uFFFF]", "\uffff", "\U00010000")>]
let ``the dialect is the one that is stated`` (pattern: string, inside: string, outside: string) =
    (Constraint.Regex pattern).Accepts inside |> should equal true
    (Constraint.Regex pattern).Accepts outside |> should equal false

[<Theory>]
[<InlineData(@"a(?=b)", "look-ahead")>]
[<InlineData(@"a(?!b)", "look-ahead")>]
[<InlineData(@"(?<=a)b", "look-behind")>]
[<InlineData(@"(?<!a)b", "look-behind")>]
[<InlineData(@"(a)\1", "back-reference")>]
[<InlineData(@"(?<x>a)\k<x>", "back-reference")>]
[<InlineData(@"\bword", "word boundary")>]
[<InlineData(@"(?>a*)a", "atomic group")>]
[<InlineData(@"a++", "possessive")>]
[<InlineData(@"(?i)a", "inline options")>]
[<InlineData(@"(?(a)b|c)", "condition")>]
[<InlineData(@"a^b", "the anchor '^'")>]
[<InlineData(@"(a$)b", "the anchor '$'")>]
[<InlineData(@"\Aa", "the anchor")>]
[<InlineData(@"[[:alpha:]]", "POSIX")>]
[<InlineData(@"[a-z-[b]]", "subtraction")>]
[<InlineData(@"\p{Greek}", "no general category")>]
[<InlineData(@"\q", "no escape")>]
[<InlineData(@"\uD800", "no character")>]
[<InlineData(@"(a", "not closed")>]
[<InlineData(@"a)", "closes no group")>]
[<InlineData(@"[a", "ends within a class")>]
[<InlineData(@"[z-a]", "backwards")>]
[<InlineData(@"a{3,1}", "backwards")>]
[<InlineData(@"*a", "nothing to repeat")>]
[<InlineData(@"a**", "behind another")>]
[<InlineData(@"a\", "ends within an escape")>]
let ``what no automaton can do is refused by name`` (pattern: string, name: string) =
    let refused =
        Assert.Throws<ConstraintException>(fun () -> Constraint.Regex pattern |> ignore)

    refused.Message |> should haveSubstring name

[<Fact>]
let ``an automaton that grows too large is an error that says so`` () =
    let wide = Constraint.Regex "(?:a|b)*a(?:a|b){20}"

    Assert.Throws<ConstraintException>(fun () -> wide.Accepts "a" |> ignore).Message
    |> should haveSubstring "more than 20000 states"

[<Fact>]
let ``equal languages have the same least automaton`` () =
    let table (pattern: string) =
        (Constraint.Regex pattern).Automaton.Next.ToArray()

    table "(a|b)*abb" |> should equal (table "(?:b|a)*?(?:ab)b")
    table "a{2,4}" |> should equal (table "aa|aaa|a{4}")

[<Fact>]
let ``a constraint is made again from its definition`` () =
    let made =
        Constraint.Any
            [
                Constraint.All [ Constraint.Regex @"\d+"; Constraint.Regex ".{1,3}" ]
                Constraint.Choice [ "ja"; "nein, \"nie\" é" ]
                Constraint.Json("""{"type":"array"}""", 1)
                Constraint.Sequence [ Constraint.Regex "a+"; Constraint.Choice [ "b" ] ]
            ]

    let again = Constraint.Of made.Definition
    again |> should equal made
    again.Accepts "123" |> should equal true
    again.Accepts "nein, \"nie\" é" |> should equal true
    again.Accepts "[1, 2]" |> should equal true
    again.Accepts "aab" |> should equal true
    again.Accepts "1234" |> should equal false

    for damaged in [ "{}"; "[1]"; """{"regex":1}"""; """{"choice":["a"],"regex":"a"}"""; "{" ] do
        Assert.Throws<ConstraintException>(fun () -> Constraint.Of damaged |> ignore)
        |> ignore

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 60)>]
let ``a sequence is what can be cut into texts of its parts`` (one: string) (other: string) (texts: string list) =
    let first, second = Constraint.Regex one, Constraint.Regex other
    let both = Constraint.Sequence [ first; second; first ]

    List.forall isBuilt [ first; second; both ]
    ==> lazy
        (for text in "" :: texts do
            let cut =
                List.allPairs [ 0 .. text.Length ] [ 0 .. text.Length ]
                |> List.exists (fun (low, high) ->
                    low <= high
                    && first.Accepts text[.. low - 1]
                    && second.Accepts text[low .. high - 1]
                    && first.Accepts text[high..])

            both.Accepts text |> should equal cut)

[<Fact>]
let ``groups in one another, and states in few sets, have their bounds`` () =
    let refusal pattern =
        Assert.Throws<ConstraintException>(fun () -> Constraint.Regex(pattern).States |> ignore).Message

    refusal (String.replicate 20_000 "(" + "a" + String.replicate 20_000 ")")
    |> should haveSubstring "groups stand in one another"

    refusal "(?:a?b?c?d?e?f?g?h?i?j?){20000}"
    |> should haveSubstring "more than 20000 states"

[<Fact>]
let ``constraints of one kind are one, and others stand in one another so deep that files are read`` () =
    let digit = Constraint.Regex "[0-9]"

    let many =
        List.replicate 40 digit
        |> List.reduce (fun one other -> Constraint.Sequence [| one; other |])

    many.Definition
    |> should equal (Constraint.Sequence(List.replicate 40 digit).Definition)

    many.Accepts(String.replicate 40 "7") |> should be True
    Constraint.Of many.Definition |> should equal many

    let nested count =
        [ 1..count ]
        |> List.fold
            (fun inner i ->
                if i % 2 = 0 then
                    Constraint.All [| inner |]
                else
                    Constraint.Any [| inner |])
            digit

    let deep = nested 20
    Constraint.Of deep.Definition |> should equal deep
    deep.Accepts "7" |> should be True

    (fun () -> nested 21 |> ignore) |> should throw typeof<ConstraintException>
