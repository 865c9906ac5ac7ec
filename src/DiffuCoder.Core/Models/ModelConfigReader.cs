using System.Text.Json;

namespace DiffuCoder.Models;

/// <summary>Reads <see cref="ModelConfig"/> from the JSON of a Hugging Face <c>config.json</c>.</summary>
internal sealed class ModelConfigReader(JsonElement json)
{
    public static readonly IReadOnlyList<string> KnownTypes = ["Dream", "qwen2"];

    public ModelConfig Read()
    {
        if (json.ValueKind != JsonValueKind.Object) throw Wrong("is not a JSON object", "write {\"model_type\": ...}");
        var type = Text("model_type");
        if (!KnownTypes.Contains(type))
            throw Wrong($"has model_type \"{type}\", which this kit does not know", $"known are {string.Join(", ", KnownTypes)}");
        RefuseWhatIsNotBuilt();
        var config = new ModelConfig
        {
            ModelType = type,
            VocabularySize = Count("vocab_size"),
            HiddenSize = Count("hidden_size"),
            IntermediateSize = Count("intermediate_size"),
            Layers = Count("num_hidden_layers"),
            Heads = Count("num_attention_heads"),
            KeyValueHeads = Find("num_key_value_heads") is null ? Count("num_attention_heads") : Count("num_key_value_heads"),
            RopeTheta = Number("rope_theta", 10000),
            NormEpsilon = Number("rms_norm_eps", 1e-6),
            TiedEmbeddings = Find("tie_word_embeddings")?.ValueKind == JsonValueKind.True,
            MaxPositions = Find("max_position_embeddings") is null ? 32768 : Count("max_position_embeddings"),
            InitializerRange = Number("initializer_range", 0.02),
            MaskTokenId = TokenId("mask_token_id"),
            EndOfTextId = TokenId("eos_token_id"),
            PadTokenId = TokenId("pad_token_id"),
            BeginOfTextId = TokenId("bos_token_id"),
        };
        return config.Validated();
    }

    private void RefuseWhatIsNotBuilt()
    {
        if (Find("hidden_act") is { } act && act.GetString() != "silu")
            throw Wrong($"has hidden_act {act.GetRawText()}", "only \"silu\" is built (SwiGLU)");
        if (Find("rope_scaling") is { } scaling)
            throw Wrong($"has rope_scaling {scaling.GetRawText()}", "only null is built");
        if (Find("use_sliding_window")?.ValueKind == JsonValueKind.True)
            throw Wrong("has use_sliding_window true", "only false is built");
        if (Find("head_dim") is { } head && head.GetInt32() * Count("num_attention_heads") != Count("hidden_size"))
            throw Wrong($"has head_dim {head.GetRawText()}", "only hidden_size / num_attention_heads is built");
    }

    private JsonElement? Find(string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Text(string key) =>
        Find(key) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Wrong($"has no text under \"{key}\"", "a Hugging Face configuration states it");

    private int Count(string key) =>
        Find(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var count) && count > 0
            ? count
            : throw Wrong($"has {Find(key)?.GetRawText() ?? "nothing"} under \"{key}\"", "a whole number above 0 is needed");

    private double Number(string key, double otherwise) => Find(key) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.Number } value when value.GetDouble() is > 0 and < double.PositiveInfinity => value.GetDouble(),
        { } value => throw Wrong($"has {value.GetRawText()} under \"{key}\"", "a number above 0 is needed"),
    };

    // generation configurations may list several end tokens; the first is the model's own
    private int? TokenId(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var id) && id >= 0 => id,
        { ValueKind: JsonValueKind.Array } value when value.GetArrayLength() > 0 && value[0].TryGetInt32(out var id) && id >= 0 => id,
        { } value => throw Wrong($"has {value.GetRawText()} under \"{key}\"", "a token id is needed"),
    };

    private static ModelException Wrong(string what, string right) => new($"config.json {what}; {right}.");
}
