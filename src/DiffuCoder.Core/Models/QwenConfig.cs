using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffuCoder.Models;

/// <summary>The <c>config.json</c> of Qwen2, which Dream and DiffuCoder keep.</summary>
internal static class QwenConfig
{
    private static readonly ConfigKeys Keys = new()
    {
        Read =
        [
            "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
            "tie_word_embeddings",
            "max_position_embeddings", "rms_norm_eps", "rope_theta", "rope_scaling", "rope_parameters", "head_dim",
        ],
        Harmless = ["sliding_window", "max_window_layers"],
        Fixed =
        [
            FixedKey.Text("hidden_act", "silu"), FixedKey.False("use_sliding_window"), FixedKey.NoDropout("attention_dropout"),
            FixedKey.False("use_mrope"),
            FixedKey.False("mlp_bias"), FixedKey.True("attention_bias"), FixedKey.Number("partial_rotary_factor", 1),
            new("layer_types", "only a list of \"full_attention\" is built", value => value.ValueKind == JsonValueKind.Array
                && value.EnumerateArray().All(IsFull)),
            Int8Config.Only, FixedKey.Empty("pruned_heads"), FixedKey.False("is_encoder_decoder"),
            FixedKey.False("add_cross_attention"),
            FixedKey.False("tie_encoder_decoder"), FixedKey.False("is_decoder"), FixedKey.Number("pretraining_tp", 1), FixedKey.False("use_qk_norm"),
            FixedKey.True("qkv_bias"), FixedKey.False("output_router_logits"),
        ],
        Classes = [],
    };

    private static bool IsFull(JsonElement type) => type.ValueKind == JsonValueKind.String && type.ValueEquals("full_attention");

    private static readonly ConfigKeys Causal = Keys with { Classes = ["Qwen2ForCausalLM", "Qwen2Model", "Qwen2Config"] };

    private static readonly ConfigKeys Dream = Keys with { Classes = ["DreamModel", "DreamConfig", "DreamTokenizer"] };

    private static readonly ConfigKeys Causal3 = WithoutBiases(Keys) with { Classes = ["Qwen3ForCausalLM", "Qwen3Model", "Qwen3Config"] };

    private static readonly ConfigKeys A2d = Keys with { Classes = ["A2DQwen2LMHeadModel", "A2DQwen2Model", "A2DQwen2Config"] };

    private static readonly ConfigKeys A2d3 =
        WithoutBiases(Keys) with { Classes = ["A2DQwen3LMHeadModel", "A2DQwen3Model", "A2DQwen3Config"] };

    private static readonly IReadOnlyDictionary<ModelFamily, ConfigKeys> ByFamily = new Dictionary<ModelFamily, ConfigKeys>
    {
        [ModelFamily.Qwen2] = Causal,
        [ModelFamily.Qwen3] = Causal3,
        [ModelFamily.Dream] = Dream,
        [ModelFamily.A2dQwen2] = A2d,
        [ModelFamily.A2dQwen3] = A2d3,
    };

    private static ConfigKeys WithoutBiases(ConfigKeys keys) => keys with
    {
        Fixed = [.. keys.Fixed.Where(key => key.Name is not ("attention_bias" or "qkv_bias")), FixedKey.False("attention_bias")],
    };

    private static bool HasOwnHeads(ModelFamily family) => family.Names.QueryNorm is not null;

    public static ModelConfig Read(ConfigJson json, ModelFamily family)
    {
        ByFamily[family].Check(json);
        int width = json.Count("hidden_size"), heads = json.Count("num_attention_heads"), positions = json.CountOr("max_position_embeddings", 32768);
        // Qwen3's own default of head_dim is 128, whatever the hidden size
        var head = json.CountOr("head_dim", HasOwnHeads(family) ? 128 : width / heads);
        if (head != width / heads && !HasOwnHeads(family))
            throw json.WrongValue("head_dim", "only hidden_size / num_attention_heads is built for this model_type");
        var (theta, scaling) = RotaryConfig.Read(json, positions);
        return new()
        {
            ModelType = family.ModelType,
            VocabularySize = json.Count("vocab_size"),
            HiddenSize = width,
            IntermediateSize = json.Count("intermediate_size"),
            Layers = json.Count("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = json.CountOr("num_key_value_heads", heads),
            HeadSize = head == width / heads ? 0 : head,
            TiedEmbeddings = json.Flag("tie_word_embeddings", false),
            // a released configuration may state the stretch and still the length before it
            MaxPositions = scaling is RotaryScaling.Yarn yarn
                ? Math.Max(positions, (int)Math.Min(int.MaxValue, yarn.Factor * yarn.OriginalPositions))
                : positions,
            NormEpsilon = json.Number("rms_norm_eps", 1e-6),
            InitializerRange = json.Number("initializer_range", 0.02),
            RopeTheta = theta,
            RotaryScaling = scaling,
        };
    }

    public static JsonObject Write(ModelConfig config)
    {
        var json = Common(config);
        if (HasOwnHeads(config.Family)) json["head_dim"] = config.HeadSize;
        return json;
    }

    private static JsonObject Common(ModelConfig config) => new()
    {
        ["architectures"] = new JsonArray(ByFamily[config.Family].Classes[0]),
        ["model_type"] = config.ModelType,
        ["hidden_size"] = config.HiddenSize,
        ["intermediate_size"] = config.IntermediateSize,
        ["num_hidden_layers"] = config.Layers,
        ["num_attention_heads"] = config.Heads,
        ["num_key_value_heads"] = config.KeyValueHeads,
        ["hidden_act"] = "silu",
        ["rope_scaling"] = RotaryConfig.Write(config.RotaryScaling),
        ["tie_word_embeddings"] = config.TiedEmbeddings,
        ["max_position_embeddings"] = config.MaxPositions,
        ["initializer_range"] = config.InitializerRange,
    };
}
