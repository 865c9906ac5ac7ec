namespace DiffuCoder.Models;

/// <summary>What the parts of a checkpoint are called.</summary>
internal sealed record WeightNames
{
    /// <summary>Embedding, final norm and output layer.</summary>
    public required string Embedding, FinalNorm, Output;

    /// <summary>What stands before a block's number.</summary>
    public required string Blocks;

    /// <summary>The parts of a block: norms with their ending, linear layers without.</summary>
    public required string AttentionNorm, Query, Key, Value, AttentionOutput, FeedForwardNorm, Gate, Up, Down;

    /// <summary>Whether queries, keys and values have biases.</summary>
    public required bool Biases;

    /// <summary>Norms of each query's and each key's head before it is turned; null: there are none.</summary>
    public string? QueryNorm, KeyNorm;

    /// <summary>Qwen2's, which Dream and DiffuCoder keep.</summary>
    public static WeightNames Qwen { get; } = new()
    {
        Embedding = "model.embed_tokens.weight",
        FinalNorm = "model.norm.weight",
        Output = "lm_head.weight",
        Blocks = "model.layers.",
        AttentionNorm = "input_layernorm.weight",
        Query = "self_attn.q_proj",
        Key = "self_attn.k_proj",
        Value = "self_attn.v_proj",
        AttentionOutput = "self_attn.o_proj",
        FeedForwardNorm = "post_attention_layernorm.weight",
        Gate = "mlp.gate_proj",
        Up = "mlp.up_proj",
        Down = "mlp.down_proj",
        Biases = true,
    };

    /// <summary>Qwen3's.</summary>
    public static WeightNames Qwen3 { get; } = Qwen with
    {
        Biases = false,
        QueryNorm = "self_attn.q_norm.weight",
        KeyNorm = "self_attn.k_norm.weight",
    };

    /// <summary>LLaDA's, after OLMo.</summary>
    public static WeightNames Llada { get; } = new()
    {
        Embedding = "model.transformer.wte.weight",
        FinalNorm = "model.transformer.ln_f.weight",
        Output = "model.transformer.ff_out.weight",
        Blocks = "model.transformer.blocks.",
        AttentionNorm = "attn_norm.weight",
        Query = "q_proj",
        Key = "k_proj",
        Value = "v_proj",
        AttentionOutput = "attn_out",
        FeedForwardNorm = "ff_norm.weight",
        Gate = "ff_proj",
        Up = "up_proj",
        Down = "ff_out",
        Biases = false,
    };

    /// <summary>The output layer without its ending.</summary>
    public string OutputLayer => Output[..^".weight".Length];

    /// <summary>The linear layers of a block.</summary>
    public IReadOnlyList<string> Linears => [Query, Key, Value, AttentionOutput, Gate, Up, Down];

    /// <summary>A part of a block.</summary>
    public string Of(int block, string part) => $"{Blocks}{block}.{part}";
}
