/// Generations written by hand, without a model.
module DiffuCoder.Core.Tests.Analysis.HandMade

open System.Collections.Generic
open FsCheck
open FsCheck.FSharp
open DiffuCoder.Sampling
open DiffuCoder.Analysis

[<Literal>]
let Mask = 0

/// NaN, which equals nothing, as `None`.
let defined value =
    if System.Double.IsNaN value then None else Some value

let order (steps: int list list) =
    DecodingOrder(steps |> Seq.map Seq.ofList)

/// Writes token 10 + p at canvas position p.
let reveal position =
    Reveal(position, 10 + position, 0.5f, 0.25f)

/// From a canvas and the positions revealed at each step.
let trajectory (initial: int list) (start: int) (steps: int list list) =
    let final = Array.ofList initial

    for position in List.concat steps do
        final[position] <- 10 + position

    Trajectory(
        Initial = initial,
        Final = final,
        CompletionStart = start,
        TextEnd = initial.Length,
        Steps =
            [|
                for index, positions in List.indexed steps -> SamplingStep(index, [| for position in positions -> reveal position |])
            |],
        Options = SamplerOptions.Paper,
        Seed = 0L
    )

/// A copy whose text ends earlier.
let endingAt textEnd (whole: Trajectory) =
    Trajectory(
        Initial = whole.Initial,
        Final = whole.Final,
        CompletionStart = whole.CompletionStart,
        TextEnd = textEnd,
        Steps = whole.Steps,
        Options = whole.Options,
        Seed = whole.Seed
    )

/// A prompt of two tokens and masks, of which each step reveals the leftmost, and what the model
/// thought of all that was masked at each step. The last number is the entropy at the first step
/// by distance from the prompt; it halves from step to step, and confidence is 1 less it.
let recorded (everyStep: bool) (entropies: float32 list) =
    let count = entropies.Length

    let candidates step =
        [|
            for distance in step .. count - 1 ->
                let entropy = entropies[distance] / float32 (pown 2 step)
                Reveal(2 + distance, 12 + distance, 1f - entropy, entropy)
        |]

    Trajectory(
        Initial = [ 90; 91 ] @ List.replicate count Mask,
        Final = [ 90; 91 ] @ [ for distance in 0 .. count - 1 -> 12 + distance ],
        CompletionStart = 2,
        TextEnd = 2 + count,
        Steps =
            [|
                for step in 0 .. count - 1 ->
                    SamplingStep(step, [| reveal (2 + step) |], (if everyStep || step = 0 then candidates step else null))
            |],
        Options = SamplerOptions.Paper,
        Seed = 0L
    )

/// The positions from 0 in any order, cut into steps of any size.
let steps =
    gen {
        let! count = Gen.choose (1, 24)
        let! positions = Gen.shuffle [| 0 .. count - 1 |]
        let! cuts = Gen.listOfLength count (Gen.elements [ true; true; false ])

        return
            List.zip (List.ofArray positions) cuts
            |> List.fold
                (fun steps (position, cut) ->
                    match steps with
                    | step :: rest when not cut -> (position :: step) :: rest
                    | _ -> [ position ] :: steps)
                []
            |> List.rev
    }

/// Orders and sets of completions for properties.
type Arbitraries =
    static member Order() = steps |> Gen.map order |> Arb.fromGen

    static member Completions() : Arbitrary<IReadOnlyList<int> list> =
        gen {
            let! count = Gen.choose (2, 6)

            return!
                Gen.choose (0, 3)
                |> Gen.listOf
                |> Gen.map (fun tokens -> Array.ofList tokens :> IReadOnlyList<int>)
                |> Gen.listOfLength count
        }
        |> Arb.fromGen
