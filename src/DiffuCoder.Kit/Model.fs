namespace DiffuCoder

open System
open DiffuCoder.Models
open DiffuCoder.Tiny

/// A masked diffusion model with its tokenizer. It owns its weights: bind it with `use`.
type Model = DiffuCoder.Models.MaskedLanguageModel

/// The stages of the small family, trained after the paper's, without its mid-training.
type Stage = DiffuCoder.Tiny.Stage

/// Loading models and asking what they are.
[<RequireQualifiedAccess>]
module Model =

    /// <summary>Loads a Hugging Face directory: <c>config.json</c>, safetensors weights, tokenizer files.</summary>
    /// <param name="options">Where to put the weights, and the type to compute in.</param>
    /// <param name="directory">
    /// A DiffuCoder or Dream checkpoint, as downloaded; or the name of one on the hub, <c>owner/name</c> or <c>owner/name@revision</c>,
    /// which <c>Hub.download</c> fetches where it is not in the cache.
    /// </param>
    /// <exception cref="T:DiffuCoder.Hub.HubException">It is a name, and cannot be had.</exception>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">
    /// A file is missing, damaged or does not fit the configuration.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Models.ModelException">The model is of no known family.</exception>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">The tokenizer files are damaged.</exception>
    /// <exception cref="T:DiffuCoder.Runtime.DeviceException">The device is not there.</exception>
    /// <example><code lang="fsharp">
    /// use model = Model.loadWith { LoadOptions.Default with Device = Device.cuda } "models/DiffuCoder-7B-cpGRPO"
    /// </code></example>
    let loadWith (options: LoadOptions) (directory: string) : Model =
        MaskedLanguageModel.Load(Hub.directoryOf directory, options.Device, options.Precision, Option.toObj options.ReadAs)

    /// <summary>
    /// Loads a Hugging Face directory onto the processor, to compute in the
    /// precision that suits it. The weights are mapped from the file, not copied.
    /// </summary>
    /// <param name="directory">A DiffuCoder or Dream checkpoint, as downloaded; or the name of one on the hub.</param>
    /// <exception cref="T:DiffuCoder.Hub.HubException">It is a name, and cannot be had.</exception>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">
    /// A file is missing, damaged or does not fit the configuration.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Models.ModelException">The model is of no known family.</exception>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">The tokenizer files are damaged.</exception>
    /// <example><code lang="fsharp">
    /// use model = Model.load "apple/DiffuCoder-7B-cpGRPO"
    /// use own = Model.load "models/my-own"
    /// </code></example>
    let load (directory: string) : Model = loadWith LoadOptions.Default directory

    /// <summary>
    /// Loads a small model from the package DiffuCoder.Tiny.Checkpoints, which a program adds beside the kit. Sample it with
    /// <c>SamplerOptions.Tiny</c>: it was trained on completions of at most 96 tokens.
    /// </summary>
    /// <param name="stage">Which one. <c>Stage.Ar</c> is the causal ancestor, which writes from left to right.</param>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">That package is not there, or has no checkpoint of that
    /// stage.</exception>
    /// <example><code lang="fsharp">
    /// use model = Model.tiny Stage.Instruct
    /// </code></example>
    let tiny (stage: Stage) : Model = TinyFamily.directory stage |> load

    /// <summary>As <c>tiny</c>, onto a device or in another precision.</summary>
    /// <exception cref="T:DiffuCoder.Runtime.DeviceException">The device is not there.</exception>
    /// <example><code lang="fsharp">
    /// use model = Model.tinyWith { LoadOptions.Default with Precision = Precision.Float32 } Stage.Instruct
    /// </code></example>
    let tinyWith (options: LoadOptions) (stage: Stage) : Model =
        TinyFamily.directory stage |> loadWith options

    /// The tokenizer that lay beside the weights; `TokenizerException` when there was none.
    let tokenizer (model: Model) : Tokenizer =
        match model.Tokenizer with
        | null ->
            raise (
                DiffuCoder.Tokenization.TokenizerException(
                    "The model was loaded from a directory without tokenizer files. Put tokenizer.json, or vocab.json and merges.txt, beside its weights."
                )
            )
        | tokenizer -> tokenizer

    /// How many weights the model has; under an adapter, those of the model.
    let parameterCount (model: Model) =
        // which says so of a model that was disposed of
        ignore model.Parameters
        model.Config.WeightCount

    /// What the model is, in one line: family, size, shape, device, the type it computes in.
    let describe (model: Model) =
        let config = model.Config
        let place = $"{model.Device.Name} in {string(model.ComputeType).ToLowerInvariant()}"
        let millions = float (parameterCount model) / 1e6

        FormattableString.Invariant
            $"{config.ModelType}, {millions:F1} M parameters, {config.Layers} layers of {config.HiddenSize}, vocabulary of {config.VocabularySize}, on {place}"

    /// <summary>Writes the directory that <c>load</c> reads, in bfloat16; all of it or nothing.</summary>
    /// <param name="directory">The directory; an older checkpoint there is replaced.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">It cannot be written.</exception>
    let save (directory: string) (model: Model) = model.Save directory
