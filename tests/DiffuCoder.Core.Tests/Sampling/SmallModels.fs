/// Small models with drawn weights: quick, and as context-dependent as large ones.
module DiffuCoder.Core.Tests.Sampling.SmallModels

open DiffuCoder.Models
open DiffuCoder.Runtime

[<Literal>]
let MaskId = 20

[<Literal>]
let StopId = 21

let private shape modelType (mask: System.Nullable<int>) =
    ModelConfig(
        ModelType = modelType,
        VocabularySize = 23,
        HiddenSize = 16,
        IntermediateSize = 24,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        MaxPositions = 64,
        InitializerRange = 0.6,
        MaskTokenId = mask,
        EndOfTextId = StopId,
        PadTokenId = 22
    )

let config = shape "Dream" (System.Nullable MaskId)

let private createAs config (seed: int64) =
    use generator = RandomSource(seed).Generator Device.Cpu
    MaskedLanguageModel.Create(config, Device.Cpu, generator)

let create = createAs config

/// A causal model, which has no mask token.
let createCausal = createAs (shape "qwen2" (System.Nullable()))
