/// The rules that no schedule limits, by hand and by their properties.
module DiffuCoder.Core.Tests.Sampling.ParallelRuleTests

open System
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Sampling

let private undrawn = Forms.StoredTokenDraws(0, [||])

/// Positions that a rule commits, as indices from left to right.
let private committed (rule: RevealRule) (confidences: float list) =
    let count = confidences.Length
    // a schedule that has nothing due: it has no say
    RevealContext(0, 1000, 0f, count, count, 0, confidences |> List.map float32 |> List.toArray, 0.0, undrawn)
    |> rule.Invoke
    |> _.Indices
    |> Seq.sort
    |> List.ofSeq

let private allAbove threshold =
    committed (ParallelRules.AllAbove(float32 threshold))

let private factor f = committed (ParallelRules.Factor f)

/// Of entropies, not of confidences.
let private entropyBound nats =
    List.map (~-) >> committed (ParallelRules.EntropyBound nats)

[<Fact>]
let ``a threshold takes the best and whatever reaches it`` () =
    allAbove 0.5 [ 0.2; 0.5; 0.9; 0.49 ] |> should equal [ 1; 2 ]
    allAbove 0.95 [ 0.2; 0.5; 0.9; 0.49 ] |> should equal [ 2 ]
    allAbove 0.95 [ 0.2 ] |> should equal [ 0 ]
    allAbove 0.9 [ 0.9; 0.9; 0.9 ] |> should equal [ 0; 1; 2 ]
    allAbove 0.91 [ 0.3; 0.9; 0.9 ] |> should equal [ 1 ]
    allAbove 1.0 [ 1.0; 0.9999; 1.0 ] |> should equal [ 0; 2 ]
    allAbove 0.5 [] |> should be Empty

[<Fact>]
let ``a factor asks the more of each the more are committed`` () =
    // 2 (1 - c) is not asked of the best; 3 * 0.25 = 0.75 < 1; 4 * 0.25 = 1 is not below 1
    factor 1.0 [ 0.75; 0.75; 0.75; 0.75 ] |> should equal [ 0; 1 ]
    factor 1.001 [ 0.75; 0.75; 0.75; 0.75 ] |> should equal [ 0; 1; 2 ]
    // 3 * 0.125 = 0.375, 4 * 0.5 = 2, 5 * 0.5 = 2.5, wherever they stand
    factor 1.0 [ 0.5; 0.875; 0.5; 0.96875 ] |> should equal [ 1; 3 ]
    factor 2.25 [ 0.5; 0.875; 0.5; 0.96875 ] |> should equal [ 0; 1; 3 ]
    factor 2.75 [ 0.5; 0.875; 0.5; 0.96875 ] |> should equal [ 0..3 ]
    factor 0.01 [ 0.5; 0.25 ] |> should equal [ 0 ]
    factor 0.01 [ 0.25 ] |> should equal [ 0 ]
    factor 1e-9 [ 1.0; 1.0; 0.5 ] |> should equal [ 0; 1 ]
    factor 1.0 [] |> should be Empty

[<Fact>]
let ``the last position is not committed with others that it is not sure enough for`` () =
    // the released code would take it: its loop ends at the last one whether or not that one failed
    factor 1.0 [ 0.9; 0.1 ] |> should equal [ 0 ]
    factor 1.0 [ 0.9; 0.9; 0.1 ] |> should equal [ 0; 1 ]

[<Fact>]
let ``an entropy bound holds for the sum without the largest`` () =
    // sums of those before: 0, 0.25, 0.75, 1.75
    entropyBound 0.0 [ 1.0; 0.25; 2.0; 0.5 ] |> should equal [ 1 ]
    entropyBound 0.2 [ 1.0; 0.25; 2.0; 0.5 ] |> should equal [ 1 ]
    entropyBound 0.25 [ 1.0; 0.25; 2.0; 0.5 ] |> should equal [ 1; 3 ]
    entropyBound 0.75 [ 1.0; 0.25; 2.0; 0.5 ] |> should equal [ 0; 1; 3 ]
    entropyBound 1.75 [ 1.0; 0.25; 2.0; 0.5 ] |> should equal [ 0..3 ]
    entropyBound 0.0 [ 3.0 ] |> should equal [ 0 ]
    entropyBound 0.5 [ 0.25; 0.25; 0.25; 0.25 ] |> should equal [ 0; 1; 2 ]
    entropyBound 0.0 [ 0.0; 2.0; 0.0; 1.0 ] |> should equal [ 0; 2; 3 ]
    entropyBound 1.0 [] |> should be Empty

[<Fact>]
let ``a deferred position never reaches a bound, and is taken alone when nothing else is left`` () =
    let loose =
        [
            ParallelRules.AllAbove Single.Epsilon
            ParallelRules.Factor 1e9
            ParallelRules.EntropyBound 1e9
        ]

    let putOff confidence = confidence - float Decoding.Deferral

    for rule in loose do
        committed rule [ putOff 1.0; 0.5; putOff 0.5; 0.25 ] |> should equal [ 1; 3 ]
        committed rule [ putOff 0.5; putOff 1.0; putOff 1.0 ] |> should equal [ 1 ]
        // the most lost of all positions is not one that waits
        committed rule [ -12.0; 0.5 ] |> should contain 1

    committed (ParallelRules.EntropyBound 1e9) [ -12.0; -0.5 ]
    |> should equal [ 0; 1 ]

/// Probabilities with ties, certain ones and lost ones.
type Probabilities = { Values: float list }

type Generators =
    static member Probabilities() =
        Gen.frequency
            [
                1, Gen.elements [ 1.0; 0.5; 0.875; 0.0 ]
                2, Gen.choose (0, 1000) |> Gen.map (fun p -> float (float32 p / 1000f))
            ]
        |> Gen.nonEmptyListOf
        |> Gen.map (fun values -> { Values = values })
        |> Arb.fromGen

let private entropies probabilities =
    probabilities |> List.map (fun p -> -log(max p 1e-6))

/// A rule by its bound: the greater it is, the more may be committed.
let private rules =
    [
        fun bound probabilities -> allAbove (max 1e-3 (1.0 - bound / 1000.0)) probabilities
        fun bound probabilities -> factor ((bound + 1.0) / 50.0) probabilities
        fun bound probabilities -> entropyBound (bound / 100.0) (entropies probabilities)
    ]

let private isWithin (larger: int list) (smaller: int list) = Set.isSubset (set smaller) (set larger)

[<Properties(Arbitrary = [| typeof<Generators> |])>]
module Properties =

    [<Property>]
    let ``at least one is committed, each once, and the best among them`` (p: Probabilities) (NonNegativeInt bound) =
        for rule in rules do
            let taken = rule (float bound) p.Values
            taken |> should equal (List.distinct taken)
            taken |> isWithin [ 0 .. p.Values.Length - 1 ] |> should equal true
            let best = List.findIndex ((=) (List.max p.Values)) p.Values

            // surer than a millionth the entropies do not tell
            if p.Values[best] > 1e-6 then
                taken |> should contain best

    [<Property>]
    let ``a looser bound commits no less`` (p: Probabilities) (NonNegativeInt bound) (NonNegativeInt more) =
        for rule in rules do
            rule (float bound) p.Values
            |> isWithin (rule (float (bound + more)) p.Values)
            |> should equal true

    [<Property>]
    let ``nothing is passed over that is surer than what is committed`` (p: Probabilities) (NonNegativeInt bound) =
        for rule in rules do
            let taken = rule (float bound) p.Values
            let least = taken |> List.map (fun i -> p.Values[i]) |> List.min

            for i, value in List.indexed p.Values do
                if value > max least 1e-6 then
                    taken |> should contain i

    [<Property>]
    let ``a threshold of 1 commits one at a time unless certain`` (p: Probabilities) =
        let certain = p.Values |> List.filter ((=) 1.0) |> List.length
        allAbove 1.0 p.Values |> should haveLength (max 1 certain)

    [<Property>]
    let ``what a threshold commits, a factor allows that its count of equally sure ones allows`` (p: Probabilities) (PositiveInt percent) =
        let threshold = float (float32 (1 + percent % 100) / 100f)
        let taken = allAbove threshold p.Values
        // (n + 1) (1 - c) < f for c the threshold holds for the surer ones too
        let allowed = float (taken.Length + 1) * (1.0 - threshold) + 1e-9
        taken |> isWithin (factor allowed p.Values) |> should equal true

    [<Property>]
    let ``of a factor's choice of several a threshold at its least sure commits all`` (p: Probabilities) (PositiveInt tenths) =
        let taken = factor (float tenths / 10.0) p.Values
        let least = taken |> List.map (fun i -> p.Values[i]) |> List.min

        if least > 0.0 then
            taken |> isWithin (allAbove least p.Values) |> should equal true

    [<Property>]
    let ``the bounds hold for what is committed, and one more would break them`` (p: Probabilities) (PositiveInt tenths) =
        let bound = float tenths / 10.0
        let sorted = p.Values |> List.sortDescending
        let taken = (factor bound p.Values).Length
        let asked n = float (n + 1) * (1.0 - sorted[n - 1])

        if taken > 1 then
            asked taken |> should be (lessThan bound)

        if taken < sorted.Length then
            asked (taken + 1) |> should be (greaterThanOrEqualTo bound)

        let sorted = p.Values |> entropies |> List.map (float32 >> float) |> List.sort
        let taken = (entropyBound bound (entropies p.Values)).Length
        List.sum (List.take (taken - 1) sorted) |> should be (lessThanOrEqualTo bound)

        if taken < sorted.Length then
            List.sum (List.take taken sorted) |> should be (greaterThan bound)
