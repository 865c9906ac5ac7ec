namespace DiffuCoder.Models;

/// <summary>What tells one family of models from another, beside their shapes.</summary>
/// <param name="ModelType"><c>model_type</c> of its <c>config.json</c>.</param>
/// <param name="Names">What its weights are called.</param>
internal sealed record ModelFamily(string ModelType, WeightNames Names)
{
    /// <summary>Which positions a position may attend to.</summary>
    public AttentionKind Attention { get; init; } = AttentionKind.Bidirectional;

    /// <summary>A position's prediction is read one place to the left, as the autoregressive ancestor had it; else in place.</summary>
    public bool ReadsLeft { get; init; }

    /// <summary>Rotary positions count real tokens only; else padding counts too.</summary>
    public bool SkipsPadding { get; init; }

    /// <summary>The mask token may stand with the tokenizer alone, under its role; else <c>config.json</c> names it.</summary>
    public bool HasMaskInTokenizer { get; init; }

    /// <summary>The reference makes the table with padding_idx: the padding token's row gets no gradient from being read.</summary>
    public bool FreezesPadding { get; init; }

    /// <summary>Dream and DiffuCoder.</summary>
    public static ModelFamily Dream { get; } = new("Dream", WeightNames.Qwen) { ReadsLeft = true, SkipsPadding = true, FreezesPadding = true };

    /// <summary>The autoregressive ancestor.</summary>
    public static ModelFamily Qwen2 { get; } = Dream with { ModelType = "qwen2", Attention = AttentionKind.Causal };

    /// <summary>Qwen3: norms of queries and keys in place of biases, and heads of a width of their own.</summary>
    public static ModelFamily Qwen3 { get; } = Qwen2 with { ModelType = "qwen3", Names = WeightNames.Qwen3 };

    /// <summary>Qwen2 made a masked diffusion model by dllm: predictions in place, positions counted with padding.</summary>
    public static ModelFamily A2dQwen2 { get; } = new("a2d-qwen2", WeightNames.Qwen) { HasMaskInTokenizer = true };

    /// <summary>Qwen3 made a masked diffusion model by dllm.</summary>
    public static ModelFamily A2dQwen3 { get; } = new("a2d-qwen3", WeightNames.Qwen3) { HasMaskInTokenizer = true };

    /// <summary>LLaDA (Nie et al., arXiv 2502.09992): trained as a diffusion model from the start.</summary>
    public static ModelFamily Llada { get; } = new("llada", WeightNames.Llada);

    /// <summary>All families.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } = [Dream, Qwen2, Qwen3, A2dQwen2, A2dQwen3, Llada];

    /// <summary>The family of a model type.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public static ModelFamily Of(string modelType) => All.FirstOrDefault(family => family.ModelType == modelType)
        ?? throw new ModelException(
            $"There is no family of model_type \"{modelType}\"; there are {string.Join(", ", All.Select(family => family.ModelType))}.");
}
