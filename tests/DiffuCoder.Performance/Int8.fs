/// Blocks of the 7B models in int8 against bfloat16: passes over few positions are bound by reading the weights.
module DiffuCoder.Performance.Int8

open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Performance.Measure

let private blocks = 3

/// The blocks alone: the output layer is the same in both.
let private pass (model: MaskedLanguageModel) (length: int) () =
    use scope = torch.NewDisposeScope()
    use quiet = torch.no_grad ()
    let tokens = torch.tensor(Array.map int64 (Shapes.prompt length)).view(1L, -1L)

    (model :?> TransformerModel).HiddenStates(TokenBatch tokens) |> ignore

let run () =
    use wide = Shapes.create (Shapes.ofSeven blocks)
    use narrow = Shapes.inBfloat16 wide
    use int8 = Shapes.inInt8 wide
    printfn $"\n### {blocks} blocks of the 7B models, int8 against bfloat16\n"
    row [ "positions"; "bfloat16, s"; "int8, s"; "int8 / bfloat16 (median of 7)" ]
    row [ "---"; "---"; "---"; "---" ]

    for length in [ 8; 32; 64; 128; 512 ] do
        let rounds = inTurn 7 (pass narrow length) (pass int8 length)

        row
            [
                string length
                $"{median (List.map fst rounds):F3}"
                $"{median (List.map snd rounds):F3}"
                $"{median [ for first, second in rounds -> second / first ]:F2}"
            ]
