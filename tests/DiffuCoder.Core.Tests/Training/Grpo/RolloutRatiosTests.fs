module DiffuCoder.Core.Tests.Training.Grpo.RolloutRatiosTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Sampling
open DiffuCoder.Training.Grpo

let private step index (places: int list) ratios =
    let drift =
        match ratios with
        | Some(ratios: float32 list) -> CacheDrift(0f, 0f, [||], Ratios = ratios)
        | None -> null

    SamplingStep(index, [| for place in places -> Reveal(place, 1, 0f, 0f) |], Drift = drift)

/// A prompt of so many tokens and four more, whose text ends at one of them.
let private trajectory prompt endAt steps =
    Trajectory(
        Initial = Array.zeroCreate (prompt + 4),
        Final = Array.zeroCreate (prompt + 4),
        CompletionStart = prompt,
        TextEnd = prompt + endAt,
        Steps = steps,
        Options = SamplerOptions.Paper,
        Seed = 0L
    )

let private short =
    trajectory 2 4 [ step 0 [ 2; 5 ] (Some [ 0.5f; 3f ]); step 1 [ 3; 4 ] None ]

// what stands behind the end token is not learned from
let private long =
    trajectory 5 2 [ step 0 [ 6; 8 ] (Some [ 1.25f; 9f ]); step 1 [ 5; 7 ] (Some [ 0.25f; 4f ]) ]

let private weights cap (rows: Trajectory list) =
    use _ = torch.NewDisposeScope()
    let weights = RolloutRatios.Weights(ResizeArray rows, cap, torch.CPU)
    weights.dtype |> should equal torch.ScalarType.Float32
    List.ofArray weights.shape, List.ofArray (weights.data<float32>().ToArray())

[<Fact>]
let ``weights stand at the tokens whose commitment was measured, whatever the length of the prompt`` () =
    let first, second = [ 0.5f; 1f; 1f; 3f ], [ 0.25f; 1.25f; 4f; 1f ]
    weights 100.0 [ short; long ] |> should equal ([ 2L; 4L ], first @ second)
    weights 100.0 [ long; short ] |> should equal ([ 2L; 4L ], second @ first)

[<Fact>]
let ``no weight is above the cap`` () =
    weights 2.0 [ short; long ]
    |> should equal ([ 2L; 4L ], [ 0.5f; 1f; 1f; 2f; 0.25f; 1.25f; 2f; 1f ])

[<Fact>]
let ``of a position that was masked again the last commitment counts`` () =
    let again later =
        trajectory 2 4 [ step 0 [ 2; 3 ] (Some [ 0.5f; 3f ]); step 1 [ 3 ] later ]

    snd (weights 100.0 [ again (Some [ 7f ]) ]) |> should equal [ 0.5f; 7f; 1f; 1f ]
    snd (weights 100.0 [ again None ]) |> should equal [ 0.5f; 1f; 1f; 1f ]

[<Fact>]
let ``steps of an older file, without ratios, count as not measured`` () =
    let older = trajectory 2 4 [ step 0 [ 2; 3 ] (Some []) ]
    snd (weights 2.0 [ older ]) |> should equal [ 1f; 1f; 1f; 1f ]
    RolloutRatios.Measures([ older ], 2.0) |> should be Empty

[<Fact>]
let ``mean, largest and share above the cap are logged of what was measured`` () =
    let logged (cap: float voption) =
        [
            for entry in RolloutRatios.Measures([ short; long ], ValueOption.toNullable cap) -> entry.Key, entry.Value.Value
        ]

    let mean = (0.5 + 3.0 + 0.25 + 1.25 + 4.0) / 5.0
    let without = [ "rollout_ratio", mean; "rollout_ratio_largest", 4.0 ]
    logged ValueNone |> should equal without

    logged (ValueSome 2.0)
    |> should equal (without @ [ "rollout_ratio_truncated", 0.4 ])
