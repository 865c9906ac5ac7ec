using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DiffuCoder.Models;

/// <summary>The shape of a model and its special tokens, as <c>config.json</c> states them.</summary>
public sealed record ModelConfig
{
    /// <summary>Above the deepest models by an order of magnitude: a larger number is a damaged file, not a reason to list their tensors.</summary>
    private const int MostLayers = 1000;

    /// <summary><c>model_type</c>: <c>Dream</c>, <c>qwen2</c>, <c>qwen3</c>, <c>a2d-qwen2</c>, <c>a2d-qwen3</c>, <c>llada</c>.</summary>
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

    /// <summary>How rotary positions were stretched; null: not at all.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>Added to the mean square in RMSNorm.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>The output layer is the embedding table.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>How the linear layers of its blocks are stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WeightFormat WeightFormat { get; init; }

    /// <summary>Longest sequence the model was made for.</summary>
    public int MaxPositions { get; init; } = 32768;

    /// <summary>Standard deviation of freshly drawn weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>The mask token; null for the causal ancestor.</summary>
    public int? MaskTokenId { get; init; }

    /// <summary>End of text; the first, where <c>config.json</c> has a list. All of them: <see cref="MaskedLanguageModel.Generation"/>.</summary>
    public int? EndOfTextId { get; init; }

    /// <summary>Padding.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Begin of text.</summary>
    public int? BeginOfTextId { get; init; }

    /// <summary>Which positions a position may attend to; follows from the model type.</summary>
    public AttentionKind Attention => Family.Attention;

    /// <summary>The family, by the model type.</summary>
    internal ModelFamily Family => ModelFamily.Of(ModelType);

    /// <summary>Width of one attention head; where none is given the heads share the hidden size.</summary>
    public int HeadSize
    {
        get => field == 0 ? HiddenSize / Heads : field;
        init;
    }

    /// <summary>Names and shapes of the tensors of its checkpoint.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, long[]> Weights => WeightShapes.Of(this);

    /// <summary>Numbers in all weights, without the scales of int8 ones; as bfloat16 they have twice as many bytes.</summary>
    [JsonIgnore]
    public long WeightCount => WeightShapes.Of(this with { WeightFormat = WeightFormat.Float })
        .Values.Sum(shape => shape.Aggregate((product, size) => product * size));

    /// <summary>Reads a Hugging Face <c>config.json</c>.</summary>
    /// <param name="json">Its root object.</param>
    /// <param name="file">What errors call it.</param>
    /// <exception cref="ModelException">Unknown <c>model_type</c>, a missing or impossible value, a key that is not known, or one that asks for what
    /// is not built.</exception>
    public static ModelConfig FromJson(JsonElement json, string file = "config.json") => ModelConfigReader.Read(json, file);

    /// <summary>Writes the same layout that <see cref="FromJson"/> reads.</summary>
    /// <param name="torchDtype">Type the weights are stored in: <c>bfloat16</c>, <c>float32</c>.</param>
    public JsonObject ToJson(string torchDtype) => ModelConfigWriter.Write(this, torchDtype);

    /// <summary>This configuration, once its values are known to fit together.</summary>
    /// <exception cref="ModelException">They do not.</exception>
    public ModelConfig Validated() => Validated("The configuration");

    /// <param name="file">What errors call it.</param>
    /// <param name="needsMask">Whether the mask token has to be known by now.</param>
    internal ModelConfig Validated(string file, bool needsMask = true)
    {
        if (Layers > MostLayers) throw Misfit($"{Layers} blocks are more than the {MostLayers} that a model may have");
        if (Family.Names.QueryNorm is null && HiddenSize % Heads != 0) throw Misfit($"{Heads} heads do not divide the hidden size {HiddenSize}");
        if (HeadSize <= 0 || HeadSize % 2 != 0) throw Misfit($"the head size {HeadSize} is odd, and rotary positions turn pairs");
        if (Heads % KeyValueHeads != 0) throw Misfit($"{KeyValueHeads} key/value heads do not divide {Heads} heads");
        (string, int?)[] named = [("mask", MaskTokenId), ("end-of-text", EndOfTextId), ("padding", PadTokenId), ("begin-of-text", BeginOfTextId)];
        foreach (var (name, id) in named)
            if (id >= VocabularySize) throw Misfit($"the {name} token {id} lies outside the vocabulary of {VocabularySize}");
        if (needsMask && Attention == AttentionKind.Bidirectional && MaskTokenId is null)
            throw Misfit("a masked diffusion model needs mask_token_id");
        return this;

        ModelException Misfit(string what) => new($"{file} does not fit together: {what}.");
    }
}
