namespace DiffuCoder

open System

/// A model that is to be trained, as far as its memory depends on it: `Config`, the types `Stored` and `Computes`, `Lora`,
/// `CheckpointBlocks`.
type TrainedModel = DiffuCoder.Training.TrainedModel

/// What training takes in memory, in bytes: `Weights`, `Adapter`, `Gradients`, `Moments`, `Reference`, `Activations`, `Recast`,
/// `Work`; `Held` is what does not depend on a batch, `Total` all of it.
type TrainingMemory = DiffuCoder.Training.TrainingMemory

/// <summary>
/// What training will take in memory at its peak, counted before it is begun; the process itself, some hundred megabytes, is not counted.
/// </summary>
/// <example><code lang="fsharp">
/// use model = Model.load "models/DiffuCoder-7B-Instruct"
/// use adapted = model |> Adapter.over (LoraOptions(Rank = 16)) 0L
/// Memory.trained adapted |> Memory.ofGrpo 200 GrpoOptions.Release |> Memory.describe |> printfn "%s"
/// </code></example>
[<RequireQualifiedAccess>]
module Memory =

    /// A model as it is: with an adapter that is trained, without one all its weights are.
    let trained (model: Model) : TrainedModel = TrainedModel.Of model

    /// <summary>Coupled-GRPO under such options.</summary>
    /// <param name="promptTokens">Tokens of the longest prompt.</param>
    /// <param name="options">The run.</param>
    /// <param name="model">The model.</param>
    let ofGrpo (promptTokens: int) (options: GrpoOptions) (model: TrainedModel) : TrainingMemory =
        Training.Grpo.GrpoMemory.Of(model, CoreGrpo.algorithm options, options.PromptsPerRound, options.MicroBatches, int64 promptTokens)

    /// <summary>Training on rows.</summary>
    /// <param name="rows">Rows of a micro-batch.</param>
    /// <param name="length">Tokens of each, padding included.</param>
    /// <param name="model">The model.</param>
    /// <example><code lang="fsharp">
    /// use model = Model.tiny Stage.Base |> Grpo.trainable
    /// (Memory.trained model |> Memory.ofRows 8 512).Total |> printfn "%d bytes"
    /// </code></example>
    let ofRows (rows: int) (length: int) (model: TrainedModel) : TrainingMemory =
        TrainingMemory.OfRows(model, int64 rows, int64 length)

    /// In one line.
    let describe (memory: TrainingMemory) : string =
        let gigabytes (bytes: int64) =
            FormattableString.Invariant $"{float bytes / 1e9:F1}"

        let parts =
            [
                "weights", memory.Weights
                "adapter", memory.Adapter
                "gradients", memory.Gradients
                "moments", memory.Moments
                "reference", memory.Reference
                "activations", memory.Activations
                "matrices in another type", memory.Recast
                "at work", memory.Work
            ]
            |> List.filter (fun (_, bytes) -> bytes >= 50_000_000L)
            |> List.map (fun (name, bytes) -> $"{name} {gigabytes bytes}")

        let listed =
            if parts.IsEmpty then
                ""
            else
                $""": {String.concat ", " parts}"""

        $"{gigabytes memory.Total} GB at its peak{listed}"
