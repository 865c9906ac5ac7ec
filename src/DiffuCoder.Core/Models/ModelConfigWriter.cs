using System.Text.Json.Nodes;

namespace DiffuCoder.Models;

/// <summary>Writes a <c>config.json</c> in the keys of the model's family.</summary>
internal static class ModelConfigWriter
{
    public static JsonObject Write(ModelConfig config, string torchDtype)
    {
        var json = config.Family == ModelFamily.Llada ? Llada(config) : Qwen(config);
        json["vocab_size"] = config.VocabularySize;
        json["rope_theta"] = config.RopeTheta;
        json["rms_norm_eps"] = config.NormEpsilon;
        json["attention_dropout"] = 0.0;
        json["mask_token_id"] = config.MaskTokenId;
        json["eos_token_id"] = config.EndOfTextId;
        json["pad_token_id"] = config.PadTokenId;
        json["bos_token_id"] = config.BeginOfTextId;
        json["torch_dtype"] = torchDtype;
        return json;
    }

    private static JsonObject Qwen(ModelConfig config) => new()
    {
        ["architectures"] = new JsonArray(config.ModelType == "qwen2" ? "Qwen2ForCausalLM" : "DreamModel"),
        ["model_type"] = config.ModelType,
        ["hidden_size"] = config.HiddenSize,
        ["intermediate_size"] = config.IntermediateSize,
        ["num_hidden_layers"] = config.Layers,
        ["num_attention_heads"] = config.Heads,
        ["num_key_value_heads"] = config.KeyValueHeads,
        ["hidden_act"] = "silu",
        ["rope_scaling"] = null,
        ["tie_word_embeddings"] = config.TiedEmbeddings,
        ["max_position_embeddings"] = config.MaxPositions,
        ["initializer_range"] = config.InitializerRange,
    };

    private static JsonObject Llada(ModelConfig config) => new()
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
