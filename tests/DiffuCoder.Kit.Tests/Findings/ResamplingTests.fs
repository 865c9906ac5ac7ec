module DiffuCoder.Kit.Tests.Findings.ResamplingTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime
open DiffuCoder.Findings.Resampling

let private draws seed count =
    let stream = RandomSource(seed).Stream()
    List.init count (fun _ -> stream.NextDouble() - 0.5)

[<Fact>]
let ``an interval is about two standard errors to each side`` () =
    let values = draws 1L 400
    let found = paired values
    let standardError = sqrt (1.0 / 12.0 / 400.0)
    found.Count |> should equal 400
    found.Value |> should (equalWithin 1e-12) (List.average values)

    found.High - found.Low
    |> should (equalWithin (0.15 * 3.92 * standardError)) (3.92 * standardError)

[<Fact>]
let ``nineteen of twenty intervals hold the true difference`` () =
    let holds seed =
        let one = draws seed 40 |> List.map ((+) 0.3)

        let found = apart one (draws (seed + 1000L) 25)
        found.Low <= 0.3 && 0.3 <= found.High

    let held = List.init 60 (int64 >> holds) |> List.filter id |> List.length
    held |> should be (greaterThanOrEqualTo 51)

[<Fact>]
let ``samples that are no pairs are drawn apart, each from itself`` () =
    let found = apart [ 1.0; 1.0; 1.0 ] [ 0.25 ]

    found
    |> should
        equal
        {
            Value = 0.75
            Low = 0.75
            High = 0.75
            Count = 4
        }

[<Fact>]
let ``the same answers have the same interval`` () =
    paired (draws 3L 30) |> should equal (paired (draws 3L 30))

[<Fact>]
let ``signs of nothing are always as far, and of a clear difference never`` () =
    signFlips 999 (List.replicate 50 0.0) |> should equal 1.0
    signFlips 999 (List.replicate 50 0.1) |> should equal 0.001

[<Fact>]
let ``the chance of few pairs is that of all their signs`` () =
    // of 2^5 signs of five equal differences two are as far: all plus and all minus
    signFlips 100_000 (List.replicate 5 1.0)
    |> should (equalWithin 0.004) (2.0 / 32.0)

[<Fact>]
let ``one of twenty tests of nothing is below 0.05`` () =
    let below =
        List.init 200 (fun seed -> draws (int64 seed) 30 |> signFlips 199)
        |> List.filter (fun chance -> chance <= 0.05)
        |> List.length

    below |> should be (greaterThanOrEqualTo 3)
    below |> should be (lessThanOrEqualTo 20)

[<Fact>]
let ``nineteen of twenty intervals of five pairs hold the true difference`` () =
    let holds seed =
        // sums of twelve are as good as normal
        let found =
            draws seed 60
            |> List.chunkBySize 12
            |> List.map (List.sum >> (+) 0.3)
            |> fewPairs

        found.Low <= 0.3 && 0.3 <= found.High

    [ 1L .. 2000L ]
    |> List.filter holds
    |> List.length
    |> float
    |> should (equalWithin 30.0) 1900.0

[<Fact>]
let ``an interval of few pairs is Student's`` () =
    // mean 3, standard error sqrt(2.5 / 5), t(0.975; 4) = 2.776445
    let found = fewPairs [ 1.0; 2.0; 3.0; 4.0; 5.0 ]
    found.Value |> should (equalWithin 1e-12) 3.0
    found.High |> should (equalWithin 1e-5) (3.0 + 2.776445 * sqrt 0.5)
    found.Low |> should (equalWithin 1e-5) (3.0 - 2.776445 * sqrt 0.5)
    found.Count |> should equal 5
