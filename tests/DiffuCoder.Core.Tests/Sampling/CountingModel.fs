/// A model that counts its forward passes, and whose logits a test may change without a hook: a hook looks at every step.
module DiffuCoder.Core.Tests.Sampling.CountingModel

open DiffuCoder.Models
open TorchSharp

/// What is asked is changed by (position in the canvas, its logits [V]).
type CountingModel(inner: MaskedLanguageModel, change: int -> torch.Tensor -> unit) =
    inherit MaskedLanguageModel()

    new(inner) = new CountingModel(inner, (fun _ _ -> ()))

    member val Passes = 0 with get, set

    override _.Config = inner.Config
    override _.Device = inner.Device
    override _.Parameters = inner.Parameters

    override this.Logits(batch, at) =
        this.Passes <- this.Passes + 1
        let logits = inner.Logits(batch, at)
        let width = batch.Length

        at.data<int64>().ToArray()
        |> Array.iteri (fun i place -> logits.select (0, int64 i) |> change (int (place % width)))

        logits

/// The distribution of a position becomes: this token with this probability, else token 5.
let sure (token: int) (probability: float) (logits: torch.Tensor) =
    let set (token: int) (p: float) =
        use entry = logits[int64 token]
        entry.fill_ ((log p).ToScalar()) |> ignore

    logits.fill_ ((-1000.0).ToScalar()) |> ignore
    set token probability

    if probability < 1.0 then
        set 5 (1.0 - probability)
