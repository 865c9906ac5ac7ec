module DiffuCoder.Core.Tests.Analysis.DiversityTests

open System.Collections.Generic
open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder.Analysis
open DiffuCoder.Core.Tests.Analysis.HandMade

let private tokens (text: string) : IReadOnlyList<int> = [| for letter in text -> int letter |]

let private bleu (references: int[] list) (tokens: int[]) =
    Bleu.Of(tokens, [| for reference in references -> reference :> IReadOnlyList<int> |])

let private close expected actual = abs (expected - actual) < 1e-12

[<Theory>]
[<InlineData("kitten", "sitting", 3, 7)>]
[<InlineData("flaw", "lawn", 2, 4)>]
[<InlineData("intention", "execution", 5, 9)>]
[<InlineData("", "abc", 3, 3)>]
[<InlineData("abc", "", 3, 3)>]
[<InlineData("abc", "abc", 0, 3)>]
let ``the edit distance has its known values`` (one: string, other: string, edits: int, longer: int) =
    EditDistance.Of(tokens one, tokens other)
    |> should (equalWithin 1e-15) (float edits / float longer)

[<Fact>]
let ``two empty completions are equal`` () =
    EditDistance.Of([||], [||]) |> should equal 0.0
    bleu [ [||] ] [||] |> should equal 1.0
    bleu [ [| 1 |] ] [||] |> should equal 0.0

[<Property(Arbitrary = [| typeof<Arbitraries> |])>]
let ``completions that are all equal have no diversity`` (completions: IReadOnlyList<int> list) =
    let same = completions |> List.map (fun _ -> completions.Head) |> Array.ofList

    EditDistance.Mean same = 0.0
    && SelfBleu.Of same = 1.0
    && DistinctPrograms.Of(same, string).DifferingPairs = 0.0

[<Property(Arbitrary = [| typeof<Arbitraries> |])>]
let ``completions that differ have some, and in any order the same`` (completions: IReadOnlyList<int> list) =
    let texts =
        [|
            for completion in completions -> String.concat " " (Seq.map string completion)
        |]

    let several = (Array.distinct texts).Length > 1
    let all, reversed = Array.ofList completions, Array.ofList (List.rev completions)
    let distinct = DistinctPrograms.Of(texts, id)

    (EditDistance.Mean all > 0.0) = several
    && (distinct.DifferingPairs > 0.0) = several
    && distinct.Distinct = (Array.distinct texts).Length
    && EditDistance.Mean all <= 1.0
    && (SelfBleu.Of all >= 0.0 && SelfBleu.Of all <= 1.0)
    && close (EditDistance.Mean all) (EditDistance.Mean reversed)
    && close (SelfBleu.Of all) (SelfBleu.Of reversed)

// worked out by hand: matches 5 of 6, 3 of 5, 1 of 4 and 0 of 3, which counts as 0.1; the same length, so no penalty
[<Fact>]
let ``BLEU multiplies the precisions of four orders, an order without a match counting as a tenth`` () =
    let reference = [| 1; 2; 3; 4; 1; 5 |] // the cat sat on the mat
    let candidate = [| 1; 2; 6; 4; 1; 5 |] // the cat lay on the mat
    let expected = (5.0 / 6.0 * (3.0 / 5.0) * (1.0 / 4.0) * (0.1 / 3.0)) ** 0.25
    candidate |> bleu [ reference ] |> should (equalWithin 1e-12) expected

// Papineni et al., 2002, section 2.1: "the" seven times has a modified unigram precision of 2/7
[<Fact>]
let ``BLEU counts an n-gram no more often than one reference holds it`` () =
    let candidate = Array.replicate 7 1
    let first = [| 1; 2; 3; 4; 1; 5 |]
    let second = [| 6; 3; 7; 2; 4; 1; 5 |]
    let expected = (2.0 / 7.0 * (0.1 / 6.0) * (0.1 / 5.0) * (0.1 / 4.0)) ** 0.25

    candidate |> bleu [ first; second ] |> should (equalWithin 1e-12) expected

[<Fact>]
let ``BLEU punishes what is shorter than the closest reference, and scores short texts on the orders they have`` () =
    let three = [| 1; 2; 3 |]

    three
    |> bleu [ [| 1; 2; 3; 4 |] ]
    |> should (equalWithin 1e-12) (exp (1.0 - 4.0 / 3.0))

    // of lengths 2 and 4 the shorter is taken, and nothing is lost
    three |> bleu [ [| 1; 2; 3; 4 |]; [| 8; 9 |] ] |> should equal 1.0

[<Fact>]
let ``programs are compared by their normal form, and what is no program is left out`` () =
    let distinct =
        DistinctPrograms.Of([| "a"; "A"; "b"; "?" |], (fun text -> if text = "?" then null else text.ToLowerInvariant()))

    (distinct.Programs, distinct.Parsed, distinct.Distinct)
    |> should equal (4, 3, 2)

    distinct.DifferingPairs |> should (equalWithin 1e-15) (2.0 / 3.0)

    DistinctPrograms.Of([| "?"; "a" |], (fun text -> if text = "?" then null else text)).DifferingPairs
    |> defined
    |> should equal None

[<Property(Arbitrary = [| typeof<Arbitraries> |])>]
let ``the distance of orders is symmetric, in [0, 1], and nothing from itself`` (one: DecodingOrder) (other: DecodingOrder) =
    let distance = OrderDistance.Of(one, other)

    if min one.Flattened.Count other.Flattened.Count < 2 then
        System.Double.IsNaN distance
    else
        distance = OrderDistance.Of(other, one)
        && 0.0 <= distance
        && distance <= 1.0
        && OrderDistance.Of(one, one) = 0.0

[<Fact>]
let ``opposite orders are 1 apart, a swap counts its pairs, and a tie half`` () =
    let leftToRight = order [ for position in 0..3 -> [ position ] ]

    let distance steps =
        OrderDistance.Of(leftToRight, order steps)

    distance [ for position in 3..-1..0 -> [ position ] ] |> should equal 1.0

    distance [ [ 0 ]; [ 2 ]; [ 1 ]; [ 3 ] ]
    |> should (equalWithin 1e-15) (1.0 / 6.0)

    distance [ [ 0; 1 ]; [ 2; 3 ] ] |> should (equalWithin 1e-15) (1.0 / 6.0)
    // only common positions count
    distance [ [ 9 ]; [ 1 ]; [ 0 ] ] |> should equal 1.0

[<Fact>]
let ``generations are compared in words and in order`` () =
    let forward = trajectory [ 90; Mask; Mask ] 1 [ [ 1 ]; [ 2 ] ]
    let backward = trajectory [ 90; Mask; Mask ] 1 [ [ 2 ]; [ 1 ] ]
    let diversity = Diversity.Of([| forward; backward |], (fun _ -> "same"))

    (diversity.EditDistance, diversity.SelfBleu, diversity.OrderDistance)
    |> should equal (0.0, 1.0, 1.0)

    diversity.Programs.DifferingPairs |> should equal 0.0
    Diversity.Of([| forward; backward |]).Programs |> should be Null

[<Fact>]
let ``fewer than two completions are refused`` () =
    let message (work: unit -> obj) =
        Assert.Throws<AnalysisException>(fun () -> work () |> ignore).Message

    message (fun () -> EditDistance.Mean [| tokens "a" |])
    |> should equal "Diversity is measured between at least two completions, and there is 1."

    message (fun () -> SelfBleu.Of [||]) |> should haveSubstring "there are 0"

    message (fun () -> DistinctPrograms.Of([| "a" |], id))
    |> should haveSubstring "there is 1"

    message (fun () -> OrderDistance.Mean [||])
    |> should haveSubstring "there are 0"

    message (fun () -> Diversity.Of [||]) |> should haveSubstring "there are 0"

    message (fun () -> bleu [] [| 1 |])
    |> should haveSubstring "at least one reference"
