/// The worked examples of docs/extending.md.
module DiffuCoder.Samples.Extending

open DiffuCoder
open DiffuCoder.Sampling

/// The surest position of a pass, and all that are nearly as sure: at least `share` of its probability.
let nearTheBest (share: float32) =
    Remasking(
        $"near_the_best_{share}",
        ConfidenceScores.Probability,
        (fun row ->
            let best = Array.max row.Confidences

            RevealChoice
                [|
                    for position in 0 .. row.Masked - 1 do
                        if row.Confidences[position] >= share * best then
                            position
                |]),
        IsScheduled = false,
        MayExtend = true
    )

/// As the dual cache, and reads the whole canvas again after so many commitments.
let afterCommitments (most: int) =
    Cache($"after_{most}_commitments", (fun row -> row.BlockEnd), (fun row -> row.Committed >= most))

let options =
    { SamplerOptions.Tiny with
        Remasking = nearTheBest 0.95f
        BlockLength = Some 16
        Cache = afterCommitments 4
        DriftEvery = Some 4
    }

/// What a generation cost, and what its cache was worth.
let report (answer: Trajectory) =
    printfn $"{Trajectory.passes answer} passes, {Trajectory.tokensPerPass answer:F1} tokens a pass"

    for step, drift, changed in Trajectory.drift answer do
        printfn $"step {step}: {drift.Divergence:F4} nats from a full pass, {changed} commitments changed"
