/// Models of given shapes with drawn weights.
module DiffuCoder.Performance.Shapes

open System.IO
open DiffuCoder.Models
open DiffuCoder.Runtime

/// The vocabulary and special tokens of DiffuCoder.
let private config hidden inner layers heads keyValueHeads tied =
    ModelConfig(
        ModelType = "Dream",
        VocabularySize = 152064,
        HiddenSize = hidden,
        IntermediateSize = inner,
        Layers = layers,
        Heads = heads,
        KeyValueHeads = keyValueHeads,
        RopeTheta = 1e6,
        TiedEmbeddings = tied,
        MaskTokenId = 151666,
        PadTokenId = 151643,
        EndOfTextId = 151643
    )

/// Qwen2.5-0.5B.
let half = config 896 4864 24 14 2 true

/// The same with an output layer of its own: 1.26 GB in bfloat16.
let untied = config 896 4864 24 14 2 false

/// Qwen2.5-7B, which DiffuCoder and Dream have.
let seven = config 3584 18944 28 28 4 false

/// Some blocks of it, of 466 MB each in bfloat16.
let ofSeven blocks = config 3584 18944 blocks 28 4 true

/// So small that only the output layer counts.
let narrow = config 64 64 1 1 1 true

let create (config: ModelConfig) =
    use generator = RandomSource(1L).Generator Device.Cpu
    MaskedLanguageModel.Create(config, Device.Cpu, generator)

/// The same weights, stored and computed in bfloat16.
let inBfloat16 (model: MaskedLanguageModel) =
    let directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())

    try
        model.Save directory
        MaskedLanguageModel.Load(directory, precision = Precision.BFloat16)
    finally
        Directory.Delete(directory, true)

/// The same weights as int8 with a scale for each row.
let inInt8 (model: MaskedLanguageModel) =
    let directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())

    try
        model.Save directory
        Int8Checkpoint.Write(directory, directory + ".int8")
        MaskedLanguageModel.Load(directory + ".int8", precision = Precision.BFloat16)
    finally
        for folder in [ directory; directory + ".int8" ] do
            if Directory.Exists folder then
                Directory.Delete(folder, true)

/// A prompt of so many tokens.
let prompt (count: int) =
    Array.init count (fun i -> 1000 + 17 * i)
