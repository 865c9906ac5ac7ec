namespace DiffuCoder

open DiffuCoder.Models

/// Rank, scale and layers of a low-rank adapter (LoRA).
type LoraOptions = DiffuCoder.Models.LoraOptions

/// <summary>
/// Low-rank adapters over a model: it shares the model's weights, which may be bfloat16 or int8 and are not changed, and trains its own
/// few. Bind both with `use`; the model must outlive what is made of it.
/// </summary>
/// <example><code lang="fsharp">
/// use model = Model.load "models/DiffuCoder-7B-Instruct"
/// use adapted = model |> Adapter.over (LoraOptions(Rank = 16)) 0L
/// use sandbox = Sandbox.start ()
///
/// { GrpoOptions.Tiny with Steps = 40; Directory = Some "runs/adapter" }
/// |> Grpo.run adapted (Grpo.tinyTasks 200) (Reward.paper sandbox)
///
/// adapted |> Adapter.save "models/adapter"
/// </code></example>
[<RequireQualifiedAccess>]
module Adapter =

    /// <summary>The model with a fresh adapter, which changes nothing until it is trained.</summary>
    /// <param name="options">Rank, scale and layers.</param>
    /// <param name="seed">Where its first weights are drawn from.</param>
    /// <param name="model">The model under it.</param>
    /// <exception cref="T:DiffuCoder.Models.ModelException">There is an adapter already, or it names layers that the model has not.</exception>
    let over (options: LoraOptions) (seed: int64) (model: Model) : Model =
        use generator = DiffuCoder.Runtime.RandomSource(seed).Generator model.Device
        model.WithAdapter(LoraAdapter.Create(model, options, generator))

    /// <summary>The model with the adapter of a directory in PEFT's layout.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="model">The model that it was trained over.</param>
    /// <exception cref="T:DiffuCoder.Models.ModelException">It does not fit the model, or asks for what is not built.</exception>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">A file is missing or damaged.</exception>
    /// <example><code lang="fsharp">
    /// use adapted = model |> Adapter.load "models/adapter"
    /// </code></example>
    let load (directory: string) (model: Model) : Model =
        model.WithAdapter(LoraAdapter.Load(directory, model))

    /// <summary>Writes the adapter alone, in PEFT's layout.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="model">A model with an adapter.</param>
    /// <exception cref="T:DiffuCoder.Models.ModelException">It has none.</exception>
    let save (directory: string) (model: Model) : unit =
        match model.Adapter with
        | null -> raise (ModelException "The model has no adapter to save; Adapter.over or Adapter.load gives it one.")
        | adapter -> adapter.Save directory

    /// <summary>A model of its own with the adapter worked into its weights, float32, which <c>Model.save</c> stores.</summary>
    /// <param name="model">A model with an adapter.</param>
    /// <example><code lang="fsharp">
    /// use merged = model |> Adapter.load "models/adapter" |> Adapter.merge
    /// merged |> Model.save "models/merged"
    /// </code></example>
    let merge (model: Model) : Model = model.Merge()
