/// How much of the machine's matrix rate a forward pass reaches.
module DiffuCoder.Performance.ForwardPass

open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Performance.Measure

[<Literal>]
let private Length = 512

/// Multiplications and additions: 2 per weight and token in the blocks and, at
/// the positions asked for, in the output layer; 4 L^2 per channel in attention.
let operations (config: ModelConfig) (length: int) (asked: int) =
    let hidden, inner, layers =
        float config.HiddenSize, float config.IntermediateSize, float config.Layers

    let keys = float (config.KeyValueHeads * config.HeadSize)
    let length = float length

    let block =
        2.0
        * length
        * (2.0 * hidden * hidden + 2.0 * hidden * keys + 3.0 * hidden * inner)

    let attention = 4.0 * length * length * hidden

    layers * (block + attention)
    + 2.0 * float asked * hidden * float config.VocabularySize

let run () =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    use model = Shapes.create Shapes.half
    let tokens = torch.tensor(Shapes.prompt Length |> Array.map int64).unsqueeze 0L
    let square = torch.rand (2048L, 2048L)
    let product () = square.mm(square).Dispose()
    let productOperations = 2.0 * 2048.0 ** 3.0

    printfn "\n### Forward pass, Qwen2.5-0.5B shape, batch 1, length %d, float32\n" Length

    row
        [
            "positions asked"
            "GFLOP/s of the pass"
            "GFLOP/s of a 2048^3 product"
            "share"
        ]

    row [ "---"; "---"; "---"; "---" ]

    for asked in [ 1; 256 ] do
        let at = torch.arange (int64 (Length - asked), int64 Length)

        let pass () =
            model.Logits(TokenBatch tokens, at).Dispose()
        // ten products take about as long as a pass
        let rounds =
            inTurn 7 pass (fun () ->
                for _ in 1..10 do
                    product ())

        let rate =
            operations model.Config Length asked / median (rounds |> List.map fst) / 1e9

        let best = 10.0 * productOperations / median (rounds |> List.map snd) / 1e9

        let share =
            median (
                rounds
                |> List.map (fun (own, other) -> operations model.Config Length asked / own / (10.0 * productOperations / other))
            )

        row [ string asked; $"{rate:F0}"; $"{best:F0}"; $"{share:P0}" ]
