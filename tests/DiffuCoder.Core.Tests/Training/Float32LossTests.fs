/// Logits, losses, gradients and moments are float32 though the model computes in bfloat16, on any processor.
module DiffuCoder.Core.Tests.Training.Float32LossTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training

type private Type = torch.ScalarType

let private doubles (tensor: torch.Tensor) =
    tensor.``to``(Type.Float64).contiguous().data<float>().ToArray()

let private create modelType =
    use generator = new torch.Generator(7UL, torch.CPU)
    MaskedLanguageModel.Create(TinyRuns.config modelType, Device.Cpu, generator, Precision.BFloat16)

let private canvas rows length =
    TokenBatch(torch.tensor (Array2D.init rows length (fun row column -> int64 ((row * 31 + column * 7) % 8))))

[<Theory>]
[<InlineData "Dream">]
[<InlineData "qwen2">]
let ``logits as they are handed out, and log-probabilities from their softmax on`` modelType =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use model = create modelType
    let at = torch.arange (1L, 40L)
    let tokens = at.remainder (12L.ToScalar())
    let batch = canvas 2 20
    let logits = model.Logits(batch, at)
    logits.dtype |> should equal Type.Float32
    let logProbabilities = model.LogProbabilities(batch, at, tokens)
    logProbabilities.dtype |> should equal Type.Float32

    let exact =
        logits.``to``(Type.Float64).log_softmax(1L).gather(1L, tokens.unsqueeze 1L).squeeze 1L

    Array.map2 (fun a b -> abs (a - b)) (doubles logProbabilities) (doubles exact)
    |> Array.max
    |> should be (lessThan 1e-5)

[<Fact>]
let ``the logits of what is read against keys and values`` () =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    use model = create "qwen2" :?> TransformerModel
    use store = new KeyValueStore(model.Config.Layers, 5)
    let read = model.Read [| CanvasSpan([| 1..5 |], 0, 5, store) |]
    model.Project(read).dtype |> should equal Type.Float32

[<Fact>]
let ``losses, their gradients, and the moments of the optimiser`` () =
    use _ = torch.NewDisposeScope()
    use model = create "Dream"

    for weight in model.Parameters.Values do
        weight.requires_grad_ true |> ignore

    let clean = canvas 6 40
    let every = torch.ones_like (clean.Tokens, dtype = Type.Bool)

    let times =
        torch.tensor (Array2D.init 6 1 (fun row _ -> 0.1f + 0.13f * float32 row))

    let noised =
        NoisedRows(
            TrainingRows(clean.Tokens, every),
            torch.full_like (clean.Tokens, 9L.ToScalar()),
            every,
            times,
            times,
            NoiseSchedule.Linear
        )

    let loss = DiffusionObjective().Evaluate(model, noised)
    loss.Sum.dtype |> should equal Type.Float32

    let exact =
        use _ = torch.no_grad ()
        let at = torch.arange (0L, 240L)

        doubles (model.LogProbabilities(TokenBatch noised.Tokens, at, clean.Tokens.view -1L))
        |> Array.mapi (fun position value -> -value / float (0.1f + 0.13f * float32 (position / 40)))
        |> Array.sum

    abs (loss.Sum.ToDouble() / exact - 1.0) |> should be (lessThan 1e-5)
    loss.Sum.backward ()

    for entry in model.Parameters do
        entry.Value.grad.dtype |> should equal Type.Float32

    use optimizer = new AdamW(model.Parameters, AdamWOptions())

    for entry in optimizer.State do
        entry.Value.dtype |> should equal Type.Float32
