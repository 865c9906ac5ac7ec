namespace DiffuCoder

open DiffuCoder.Models

/// How a causal checkpoint is given a mask token.
type MaskTokenAddition = DiffuCoder.Models.MaskTokenAddition

/// Preparing checkpoints on the disk, without loading them as models.
[<RequireQualifiedAccess>]
module Checkpoint =

    /// <summary>
    /// Writes a copy of a causal checkpoint that can be adapted to masked diffusion: its tokenizer has a mask token, its configuration
    /// names it and a padding token, and its embeddings have a row for each. Every other weight is the same to the bit.
    /// </summary>
    /// <param name="options">What the tokens are called.</param>
    /// <param name="source">A causal checkpoint with its tokenizer, or the name of one on the hub.</param>
    /// <param name="destination">The directory to write; an older checkpoint there is replaced, whole or not at all.</param>
    /// <returns>The configuration of the copy.</returns>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">The source cannot be read, or the destination not be
    /// written.</exception>
    /// <exception cref="T:DiffuCoder.Models.ModelException">The source is not causal, or has another mask token.</exception>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">It has no tokenizer, or there is nothing to pad with.</exception>
    /// <exception cref="T:DiffuCoder.Hub.HubException">It is a name, and cannot be had.</exception>
    /// <example><code lang="fsharp">
    /// // the tokens of Dream and DiffuCoder, at the ids that they have there
    /// "models/ancestor"
    /// |> Checkpoint.addMaskTokenWith (MaskTokenAddition(BeginOfText = "&lt;|beginoftext|&gt;")) "Qwen/Qwen2.5-Coder-7B"
    /// </code></example>
    let addMaskTokenWith (options: MaskTokenAddition) (source: string) (destination: string) : ModelConfig =
        options.Write(Hub.directoryOf source, destination)

    /// <summary>As <c>addMaskTokenWith</c>: a mask token <c>&lt;|mask|&gt;</c>, and the tokenizer's own padding.</summary>
    /// <example><code lang="fsharp">
    /// Checkpoint.addMaskToken "Qwen/Qwen2.5-Coder-0.5B" "models/ancestor" |> ignore
    /// </code></example>
    let addMaskToken (source: string) (destination: string) : ModelConfig =
        addMaskTokenWith (MaskTokenAddition()) source destination

    /// <summary>
    /// Writes a copy of a checkpoint whose linear layers are int8 with a scale for each row, which takes about half the memory of bfloat16;
    /// it is loaded like any other. Embeddings, output layer, norms and biases are the same to the bit.
    /// </summary>
    /// <param name="source">A checkpoint, or the name of one on the hub.</param>
    /// <param name="destination">The directory to write; an older checkpoint there is replaced, whole or not at all.</param>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">
    /// The source cannot be read, a weight is no number, or the destination cannot be written.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Models.ModelException">The source is of no known family, or is quantised already.</exception>
    /// <exception cref="T:DiffuCoder.Hub.HubException">It is a name, and cannot be had.</exception>
    /// <example><code lang="fsharp">
    /// "models/int8" |> Checkpoint.quantise "apple/DiffuCoder-7B-cpGRPO"
    /// use small = Model.load "models/int8"
    /// </code></example>
    let quantise (source: string) (destination: string) : unit =
        Int8Checkpoint.Write(Hub.directoryOf source, destination)
