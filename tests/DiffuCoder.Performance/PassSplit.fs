/// Where the time of a forward pass in bfloat16 goes, and how much of the rate of a product it reaches.
module DiffuCoder.Performance.PassSplit

open System
open System.IO
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Performance.Measure

let private half = torch.ScalarType.BFloat16
let private linear (x: torch.Tensor, weight: torch.Tensor) = torch.nn.functional.linear (x, weight)

/// The model as it is used: stored in bfloat16, and mapped.
let private withModel (work: MaskedLanguageModel -> unit) =
    let directory =
        Path.Combine(Path.GetTempPath(), $"diffucoder-bench-{Guid.NewGuid():N}")

    try
        using (Shapes.create Shapes.half) (fun wide -> wide.Save(directory, half))
        use model = MaskedLanguageModel.Load(directory, precision = Precision.BFloat16)
        work model
    finally
        Directory.Delete(directory, true)

/// The products of the blocks as torch has them, each with its own weights as in a pass.
let private products (model: MaskedLanguageModel) length =
    let inputs =
        [ model.Config.HiddenSize; model.Config.IntermediateSize ]
        |> List.map (fun width -> int64 width, torch.randn([| int64 length; int64 width |]).``to`` half)
        |> dict

    let matrices =
        [
            for entry in model.Parameters do
                if entry.Value.ndim = 2L && not (entry.Key.Contains "embed_tokens") then
                    entry.Value
        ]

    fun () ->
        for weight in matrices do
            linear(inputs[weight.shape[1]], weight).Dispose()

let private attention (config: ModelConfig) length =
    let heads count =
        torch.randn([| 1L; int64 count; int64 length; int64 config.HeadSize |]).``to`` half

    let queries, keys = heads config.Heads, heads config.Heads

    fun () ->
        for _ in 1 .. config.Layers do
            torch.nn.functional.scaled_dot_product_attention(queries, keys, keys).Dispose()

let private table (model: MaskedLanguageModel) =
    use scope = torch.NewDisposeScope()
    use inference = torch.no_grad ()
    let square = torch.rand([| 2048L; 2048L |]).``to`` half

    printfn "\n### Forward pass, Qwen2.5-0.5B shape, batch 1, bfloat16; half of the positions asked\n"

    row
        [
            "positions"
            "rate of the pass / of a 2048^3 product"
            "products"
            "output layer"
            "attention"
            "all else"
            "torch's form / pass"
        ]

    row [ "---"; "---"; "---"; "---"; "---"; "---"; "---" ]

    for length in [ 32; 512 ] do
        let asked = length / 2

        let batch =
            TokenBatch((torch.tensor (Shapes.prompt length |> Array.map int64)).unsqueeze 0L)

        let at = torch.arange (int64 (length - asked), int64 length)

        let hidden =
            torch.randn([| int64 asked; int64 model.Config.HiddenSize |]).``to`` half

        let pass () = model.Logits(batch, at).Dispose()
        let count = if length < 100 then 1 else 4

        let parts =
            [
                pass
                fun () ->
                    for _ in 1..count do
                        square.mm(square).Dispose()
                products model length
                fun () -> linear(hidden, model.Parameters["model.embed_tokens.weight"]).Dispose()
                attention model.Config length
                fun () ->
                    use _ = torch.enable_grad ()
                    pass ()
            ]

        parts |> List.iter (fun part -> part ())
        let rounds = List.init 7 (fun _ -> parts |> List.map seconds)
        let share (of': float list -> float) = median (rounds |> List.map of')

        let part i =
            share (fun times -> times[i] / times[0])

        let rate =
            share (fun times ->
                ForwardPass.operations model.Config length asked
                / times[0]
                / (float count * 2.0 * 2048.0 ** 3.0 / times[1]))

        let rest = 1.0 - part 2 - part 3 - part 4

        row
            [
                string length
                $"{rate:F2}"
                $"{part 2:P0}"
                $"{part 3:P0}"
                $"{part 4:P0}"
                $"{rest:P0}"
                $"{part 5:F2}"
            ]

let run () = withModel table
