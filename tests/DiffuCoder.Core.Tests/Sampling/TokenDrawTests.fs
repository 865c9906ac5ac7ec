/// The random numbers that choose tokens.
module DiffuCoder.Core.Tests.Sampling.TokenDrawTests

open System
open Xunit
open FsCheck
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime
open DiffuCoder.Sampling

let private draw (seed: int64) step position (tokens: int[]) =
    let draws = Array.zeroCreate<float32> tokens.Length
    SeededDraws(RandomSource seed, step, 1).TokenExponentials(position, tokens, draws)
    draws

[<Property>]
let ``a token's draw does not depend on which others are asked for`` (seed: int64) (NonNegativeInt step) (tokens: NonNegativeInt[]) =
    let tokens = tokens |> Array.map (fun (NonNegativeInt token) -> token)

    draw seed step 7 tokens
    |> should equal (tokens |> Array.collect (fun token -> draw seed step 7 [| token |]))

[<Fact>]
let ``more tokens than are computed at a time are drawn alike`` () =
    let all = draw 1L 2 3 [| 0..2000 |]
    all[1000..] |> should equal (draw 1L 2 3 [| 1000..2000 |])

[<Property>]
let ``seed, step and position each change the draws`` (seed: int64) (NonNegativeInt step) (NonNegativeInt position) =
    let tokens = [| 0..9 |]
    let here = draw seed step position tokens

    [
        draw (seed + 1L) step position tokens
        draw seed (step + 1) position tokens
        draw seed step (position + 1) tokens
    ]
    |> List.exists ((=) here)
    |> should equal false

[<Property>]
let ``a draw comes from the number of its index`` (seed: int64) (NonNegativeInt index) =
    let numbers = RandomSource(seed).Indexed()
    let draw = [| 0.0f |]
    numbers.Exponentials(ReadOnlySpan [| index |], Span draw)
    let v = (float (numbers[int64 index] >>> 32) + 0.5) / 4294967296.0
    // v is a float32 below 1, the least of which is 6e-8 away
    float draw[0] / -log(1.0 - v) |> should (equalWithin 1e-3) 1.0

[<Fact>]
let ``draws are exponential`` () =
    let count = 200000
    let draws = draw 11L 0 0 [| 0 .. count - 1 |] |> Array.map float
    draws |> Array.forall (fun e -> e > 0.0 && e < infinity) |> should equal true
    Array.average draws |> should (equalWithin 0.01) 1.0

    // Kolmogorov and Smirnov: the largest distance from 1 - exp(-x) is below 1.95 / sqrt n but once in a thousand
    let distance =
        Array.sort draws
        |> Array.mapi (fun i e -> abs (float (i + 1) / float count - (1.0 - exp -e)))
        |> Array.max

    distance |> should be (lessThan (1.95 / sqrt (float count)))

[<Fact>]
let ``tokens come as often as they are likely`` () =
    // by the race of p / e, over many positions
    let probabilities = [| 0.5f; 0.3f; 0.15f; 0.05f |]
    let counts = Array.zeroCreate<int> 4

    for position in 0..19999 do
        let draws = draw 3L 0 position [| 0..3 |]
        let winner = [ 0..3 ] |> List.maxBy (fun i -> probabilities[i] / draws[i])
        counts[winner] <- counts[winner] + 1

    for i in 0..3 do
        float counts[i] / 20000.0 |> should (equalWithin 0.015) (float probabilities[i])
