/// How much of the machine's matrix rate training reaches.
module DiffuCoder.Performance.TrainingRate

open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Performance.Measure

[<Literal>]
let private Length = 512

[<Literal>]
let private Prompt = 256

/// Forward and backward of three passes: three times the operations of a forward pass each; the output layer at
/// the positions that are asked for. That its logits are computed once more in the backward pass is not counted.
let private operations (config: ModelConfig) =
    let completion = float (Length - Prompt)
    let body = ForwardPass.operations config Length 0

    let output =
        2.0 * completion * float config.HiddenSize * float config.VocabularySize

    // full mask and a coupled pair: every completion token is asked for twice
    3.0 * 3.0 * body + 2.0 * 3.0 * output

let run () =
    use model = Shapes.create Shapes.half

    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore

    let square = torch.rand (2048L, 2048L)

    let product () =
        use _ = torch.no_grad ()

        for _ in 1..60 do
            square.mm(square).Dispose()

    let update () =
        use scope = torch.NewDisposeScope()
        let tokens = torch.randint (1000L, 100000L, [| 1L; int64 Length |])

        let completions =
            Completions(tokens, int64 Prompt, torch.ones (1L, int64 (Length - Prompt), dtype = torch.ScalarType.Bool))

        let views = LikelihoodEstimator.Paper.Draw(completions, TrainingDraws(1L, 0L, 0))

        let current = LikelihoodEstimator.Estimate(model, completions, views)

        let loss =
            PolicyLoss(DivergenceWeight = 0.0).Of(current, current.detach (), null, torch.ones 1L, completions.Counted)

        loss.Sum.backward ()

        for weight in model.Parameters.Values do
            weight.grad <- null

    printfn "\n### Three passes and their backward pass, Qwen2.5-0.5B shape, batch 1, %d + %d tokens, float32\n" Prompt (Length - Prompt)
    row [ "GFLOP/s of the update"; "GFLOP/s of a 2048^3 product"; "share" ]
    row [ "---"; "---"; "---" ]
    let ofProducts = 60.0 * 2.0 * 2048.0 ** 3.0
    let rounds = inTurn 3 update product
    let ofUpdate = operations model.Config
    let rate = ofUpdate / median (rounds |> List.map fst) / 1e9
    let best = ofProducts / median (rounds |> List.map snd) / 1e9

    let share =
        median (rounds |> List.map (fun (own, other) -> ofUpdate / own / (ofProducts / other)))

    row [ $"{rate:F0}"; $"{best:F0}"; $"{share:P0}" ]
