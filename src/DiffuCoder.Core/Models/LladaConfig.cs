using System.Text.Json.Nodes;

namespace DiffuCoder.Models;

/// <summary>The <c>config.json</c> of LLaDA, after OLMo. Its own code takes what is not built where some keys are absent; those have to be
/// there.</summary>
internal static class LladaConfig
{
    private static readonly ConfigKeys Keys = new()
    {
        Read =
        [
            "vocab_size", "embedding_size", "d_model", "mlp_hidden_size", "n_layers", "n_heads", "n_kv_heads", "weight_tying",
            "max_sequence_length", "rms_norm_eps",
            "rope_theta", "init_std", "tie_word_embeddings",
        ],
        // what is read in place of mlp_ratio is mlp_hidden_size; the others speak of parts that a fixed key rules out, of speed, or of fresh weights
        Harmless =
        [
            "mlp_ratio", "alibi_bias_max", "attention_layer_norm_with_affine", "flash_attention", "precision", "init_device", "init_fn",
            "init_cutoff_factor",
        ],
        Fixed =
        [
            FixedKey.Text("block_type", "llama").Needed, FixedKey.Text("activation_type", "silu").Needed,
            FixedKey.Text("layer_norm_type", "rms").Needed,
            FixedKey.True("rope").Needed, FixedKey.True("rope_full_precision"), FixedKey.True("layer_norm_with_affine"),
            FixedKey.False("include_bias").Needed,
            FixedKey.False("include_qkv_bias"), FixedKey.False("bias_for_layer_norm"), FixedKey.False("alibi"),
            FixedKey.False("attention_layer_norm"),
            FixedKey.False("input_emb_norm"), FixedKey.False("scale_logits"), FixedKey.False("multi_query_attention"),
            FixedKey.Number("block_group_size", 1),
            FixedKey.NoDropout("attention_dropout"), FixedKey.NoDropout("residual_dropout"), FixedKey.NoDropout("embedding_dropout"),
            FixedKey.Null("rope_scaling"), Int8Config.Only, FixedKey.Empty("pruned_heads"), FixedKey.False("is_encoder_decoder"),
        ],
        Classes = ["LLaDAModelLM", "LLaDAModel", "LLaDAConfig"],
    };

    public static ModelConfig Read(ConfigJson json, ModelFamily family)
    {
        Keys.Check(json);
        if (json.Find("weight_tying") is null) throw json.WrongValue("weight_tying", "true or false is needed");
        if (json.Flag("tie_word_embeddings", json.Flag("weight_tying", true)) != json.Flag("weight_tying", true))
            throw json.WrongValue("tie_word_embeddings", "weight_tying says otherwise; leave the right one");
        return new()
        {
            ModelType = family.ModelType,
            // the table may be longer than the vocabulary, rounded up for the hardware
            VocabularySize = json.CountOr("embedding_size", json.Count("vocab_size")),
            HiddenSize = json.Count("d_model"),
            IntermediateSize = json.Count("mlp_hidden_size"),
            Layers = json.Count("n_layers"),
            Heads = json.Count("n_heads"),
            KeyValueHeads = json.CountOr("n_kv_heads", json.Count("n_heads")),
            TiedEmbeddings = json.Flag("weight_tying", true),
            MaxPositions = json.CountOr("max_sequence_length", 1024),
            NormEpsilon = json.Number("rms_norm_eps", 1e-5),
            InitializerRange = json.Number("init_std", 0.02),
            RopeTheta = json.Number("rope_theta", 10000),
        };
    }

    public static JsonObject Write(ModelConfig config) => new()
    {
        ["architectures"] = new JsonArray("LLaDAModelLM"),
        ["model_type"] = config.ModelType,
        ["block_type"] = "llama",
        ["layer_norm_type"] = "rms",
        ["activation_type"] = "silu",
        ["rope"] = true,
        ["d_model"] = config.HiddenSize,
        ["mlp_hidden_size"] = config.IntermediateSize,
        ["n_layers"] = config.Layers,
        ["n_heads"] = config.Heads,
        ["n_kv_heads"] = config.KeyValueHeads,
        ["embedding_size"] = config.VocabularySize,
        ["weight_tying"] = config.TiedEmbeddings,
        ["max_sequence_length"] = config.MaxPositions,
        ["init_std"] = config.InitializerRange,
        ["include_bias"] = false,
        ["include_qkv_bias"] = false,
    };
}
