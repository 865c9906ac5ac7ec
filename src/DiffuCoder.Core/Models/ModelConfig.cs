namespace DiffuCoder.Models;

/// <summary>The shape of a model and its special tokens, as <c>config.json</c> states them.</summary>
public sealed record ModelConfig
{
    /// <summary><c>model_type</c>: <c>Dream</c>, <c>qwen2</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Rows of the embedding table, V.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the SwiGLU block.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; divides <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Base of the rotary frequencies.</summary>
    public double RopeTheta { get; init; } = 10000;

    /// <summary>Added to the mean square in RMSNorm.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>The output layer is the embedding table.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Longest sequence the model was made for.</summary>
    public int MaxPositions { get; init; } = 32768;

    /// <summary>Standard deviation of freshly drawn weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>The mask token; null for the causal ancestor.</summary>
    public int? MaskTokenId { get; init; }

    /// <summary>End of text.</summary>
    public int? EndOfTextId { get; init; }

    /// <summary>Padding.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Begin of text.</summary>
    public int? BeginOfTextId { get; init; }

    /// <summary>Which positions a position may attend to; follows from the model type.</summary>
    public AttentionKind Attention => ModelType == "qwen2" ? AttentionKind.Causal : AttentionKind.Bidirectional;

    /// <summary>Width of one attention head.</summary>
    public int HeadSize => HiddenSize / Heads;
}
