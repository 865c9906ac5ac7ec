using System.Text.Json;

namespace DiffuCoder.Models;

/// <summary>Reads <see cref="ModelConfig"/> from the JSON of a Hugging Face <c>config.json</c>.</summary>
internal sealed class ModelConfigReader
{
    private readonly JsonElement json;

    private ModelConfigReader(JsonElement json) => this.json = json;

    public static ModelConfig Read(JsonElement json) => new ModelConfigReader(json).Read().Validated();

    private ModelConfig Read()
    {
        if (json.ValueKind != JsonValueKind.Object) throw Wrong("is not a JSON object", "write {\"model_type\": ...}");
        var type = Text("model_type");
        if (ModelFamily.All.FirstOrDefault(family => family.ModelType == type) is not { } family)
            throw Wrong($"has model_type \"{type}\", which this kit does not know", $"known are {string.Join(", ", ModelFamily.All.Select(known => known.ModelType))}");
        return (family == ModelFamily.Llada ? Llada(type) : Qwen(type)) with
        {
            RopeTheta = Number("rope_theta", 10000),
            NormEpsilon = Number("rms_norm_eps", family == ModelFamily.Llada ? 1e-5 : 1e-6),
            MaskTokenId = TokenId("mask_token_id"),
            EndOfTextId = TokenId("eos_token_id"),
            PadTokenId = TokenId("pad_token_id"),
            BeginOfTextId = TokenId("bos_token_id"),
        };
    }

    private ModelConfig Qwen(string type)
    {
        Refuse("hidden_act", value => value.GetString() != "silu", "only \"silu\" is built (SwiGLU)");
        Refuse("rope_scaling", _ => true, "only null is built");
        Refuse("use_sliding_window", IsTrue, "only false is built");
        Refuse("head_dim", value => value.GetInt32() * Count("num_attention_heads") != Count("hidden_size"), "only hidden_size / num_attention_heads is built");
        return new()
        {
            ModelType = type,
            VocabularySize = Count("vocab_size"),
            HiddenSize = Count("hidden_size"),
            IntermediateSize = Count("intermediate_size"),
            Layers = Count("num_hidden_layers"),
            Heads = Count("num_attention_heads"),
            KeyValueHeads = CountOr("num_key_value_heads", Count("num_attention_heads")),
            TiedEmbeddings = Find("tie_word_embeddings")?.ValueKind == JsonValueKind.True,
            MaxPositions = CountOr("max_position_embeddings", 32768),
            InitializerRange = Number("initializer_range", 0.02),
        };
    }

    private ModelConfig Llada(string type)
    {
        Refuse("block_type", value => value.GetString() != "llama", "only \"llama\" is built");
        Refuse("activation_type", value => value.GetString() != "silu", "only \"silu\" is built (SwiGLU)");
        Refuse("layer_norm_type", value => value.GetString() != "rms", "only \"rms\" is built");
        Refuse("rope", value => !IsTrue(value), "only true is built");
        foreach (var key in new[] { "alibi", "include_bias", "include_qkv_bias", "attention_layer_norm", "input_emb_norm", "scale_logits", "multi_query_attention", "bias_for_layer_norm" })
            Refuse(key, IsTrue, "only false is built");
        return new()
        {
            ModelType = type,
            // the table may be longer than the vocabulary, rounded up for the hardware
            VocabularySize = CountOr("embedding_size", Count("vocab_size")),
            HiddenSize = Count("d_model"),
            IntermediateSize = Count("mlp_hidden_size"),
            Layers = Count("n_layers"),
            Heads = Count("n_heads"),
            KeyValueHeads = CountOr("n_kv_heads", Count("n_heads")),
            TiedEmbeddings = Find("weight_tying")?.ValueKind == JsonValueKind.True,
            MaxPositions = CountOr("max_sequence_length", 4096),
            InitializerRange = Number("init_std", 0.02),
        };
    }

    private static bool IsTrue(JsonElement value) => value.ValueKind == JsonValueKind.True;

    private void Refuse(string key, Func<JsonElement, bool> bad, string right)
    {
        if (Find(key) is { } value && bad(value)) throw Wrong($"has {key} {value.GetRawText()}", right);
    }

    private int CountOr(string key, int otherwise) => Find(key) is null ? otherwise : Count(key);

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
