namespace DiffuCoder.Models;

/// <summary>Names and shapes of the tensors of a Qwen2-style checkpoint.</summary>
internal static class WeightShapes
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string Output = "lm_head.weight";

    public static string Layer(int index, string name) => $"model.layers.{index}.{name}";

    public static IReadOnlyDictionary<string, long[]> Of(ModelConfig config)
    {
        long hidden = config.HiddenSize, inner = config.IntermediateSize, keys = (long)config.KeyValueHeads * config.HeadSize;
        var shapes = new Dictionary<string, long[]> { [Embedding] = [config.VocabularySize, hidden] };
        for (var layer = 0; layer < config.Layers; layer++)
        {
            foreach (var (name, shape) in new (string, long[])[]
            {
                ("input_layernorm.weight", [hidden]),
                ("self_attn.q_proj.weight", [hidden, hidden]), ("self_attn.q_proj.bias", [hidden]),
                ("self_attn.k_proj.weight", [keys, hidden]), ("self_attn.k_proj.bias", [keys]),
                ("self_attn.v_proj.weight", [keys, hidden]), ("self_attn.v_proj.bias", [keys]),
                ("self_attn.o_proj.weight", [hidden, hidden]),
                ("post_attention_layernorm.weight", [hidden]),
                ("mlp.gate_proj.weight", [inner, hidden]), ("mlp.up_proj.weight", [inner, hidden]), ("mlp.down_proj.weight", [hidden, inner]),
            })
                shapes[Layer(layer, name)] = shape;
        }
        shapes[FinalNorm] = [hidden];
        if (!config.TiedEmbeddings) shapes[Output] = [config.VocabularySize, hidden];
        return shapes;
    }
}
