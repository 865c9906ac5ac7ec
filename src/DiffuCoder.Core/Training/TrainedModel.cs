using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>A model that is to be trained, as far as its memory depends on it; no weights are needed.</summary>
public sealed record TrainedModel
{
    /// <summary>Its shape; <see cref="ModelConfig.WeightFormat"/> says whether the linear layers under an adapter are int8.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>The type that its weights are stored in, int8 ones apart. Weights that are trained are float32. Default float32.</summary>
    public ScalarType Stored { get; init; } = ScalarType.Float32;

    /// <summary>The type that it computes in. Default float32.</summary>
    public ScalarType Computes { get; init; } = ScalarType.Float32;

    /// <summary>The adapter that is trained in place of all weights; null: all weights are.</summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>Whether blocks are computed again in the backward pass (<see cref="MaskedLanguageModel.CheckpointBlocks"/>).</summary>
    public bool CheckpointBlocks { get; init; }

    /// <summary>A model as it is.</summary>
    public static TrainedModel Of(MaskedLanguageModel model) => new()
    {
        Config = model.Config,
        Stored = model.AllWeights[model.Config.Family.Names.Embedding].dtype,
        Computes = model.ComputeType,
        Lora = model.Adapter?.Options,
        CheckpointBlocks = model.CheckpointBlocks,
    };
}
