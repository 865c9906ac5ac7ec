/// A whole answer at the 0.5B shape: the plain loop in float32 against bfloat16, a cache, and a parallel rule.
module DiffuCoder.Performance.Generation

open System
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Performance.Measure

let private promptLength, private newTokens = 256, 256

let private mask (model: MaskedLanguageModel) = model.Config.MaskTokenId.Value

let private sampler (model: MaskedLanguageModel) (sharpness: float) remasking cache steps =
    let options = Greedy.options remasking cache newTokens steps

    // weights that were drawn are sure of nothing
    let sharpen =
        SamplerHooks(Logits = Func<_, _, _, _>(fun _ _ logits -> logits.mul_ (TorchSharp.Scalar.op_Implicit sharpness)))

    DiffusionSampler(model, options, null, sharpen)

/// The seconds of one step of the plain loop while so many positions are masked.
let private step model masked =
    let tokens =
        Array.append (Shapes.prompt (promptLength + newTokens - masked)) (Array.create masked (mask model))

    let canvas = Canvas(tokens, promptLength)

    use decoding =
        (sampler model 1.0 Remasking.Entropy Cache.None masked).Start([| canvas |], [| 1L |])

    // the grid of times commits nothing at the first of so many steps, which then needs no pass
    decoding.Advance() |> ignore
    seconds (fun () -> decoding.Advance() |> ignore)

/// The whole plain loop, a token a step, from steps at nine stages of it: they differ by the positions that are asked only.
let private plain model =
    let stages =
        [ 2 .. (newTokens - 2) / 8 .. newTokens ]
        |> List.map (fun masked -> float masked, step model masked)

    stages
    |> List.pairwise
    |> List.sumBy (fun ((fewer, first), (more, second)) -> (more - fewer) * (first + second) / 2.0)

let private generate model sharpness remasking cache steps =
    let canvas = Canvas.Complete(Shapes.prompt promptLength, newTokens, mask model)

    let mutable passes = 0

    let time =
        seconds (fun () ->
            let trajectory =
                (sampler model sharpness remasking cache steps).Generate(canvas, 1L)

            passes <-
                trajectory.Steps
                |> Seq.filter (fun step -> step.Computed <> Nullable 0)
                |> Seq.length)

    time, float newTokens / float passes

/// Logits times this are so sure that two to three tokens a pass reach the threshold.
let private sharpness model =
    Seq.initInfinite (fun i -> 24.0 * 1.25 ** float i)
    |> Seq.find (fun factor ->
        snd (generate model factor (Remasking.ConfidenceThreshold 0.9) Cache.Dual (newTokens / Greedy.Block))
        >= 2.0)

let run () =
    use wide = Shapes.create Shapes.half
    use narrow = Shapes.inBfloat16 wide
    let sharp = sharpness narrow

    let ways =
        [
            "plain loop, float32", (fun () -> plain wide, 1.0)
            "plain loop, bfloat16", (fun () -> plain narrow, 1.0)
            "dual cache, bfloat16", (fun () -> generate narrow 1.0 Remasking.Entropy Cache.Dual newTokens)
            "dual cache, threshold 0.9, bfloat16",
            (fun () -> generate narrow sharp (Remasking.ConfidenceThreshold 0.9) Cache.Dual (newTokens / Greedy.Block))
        ]

    let rounds = [ for _ in 1..3 -> [ for _, way in ways -> way () ] ]

    let against (first: int) (second: int) =
        median [ for round in rounds -> fst round[first] / fst round[second] ]

    printfn
        $"\n### A whole answer, 0.5B shape, {promptLength} + {newTokens} tokens, blocks of {Greedy.Block}; logits times {sharp:F1} for the threshold\n"

    row
        [
            "how"
            "s (median of 3)"
            "tokens a pass"
            "plain float32 / this"
            "plain bfloat16 / this"
        ]

    row [ "---"; "---"; "---"; "---"; "---" ]

    for i, (name, _) in List.indexed ways do
        let times = [ for round in rounds -> fst round[i] ]

        row
            [
                name
                $"{median times:F1}"
                $"{snd rounds.Head[i]:F2}"
                $"{against 0 i:F1}"
                $"{against 1 i:F1}"
            ]
