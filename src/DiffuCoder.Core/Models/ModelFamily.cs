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

    /// <summary>The reference makes the table with padding_idx: the padding token's row gets no gradient from being read.</summary>
    public bool FreezesPadding { get; init; }

    /// <summary>Dream and DiffuCoder.</summary>
    public static ModelFamily Dream { get; } = new("Dream", WeightNames.Qwen) { ReadsLeft = true, SkipsPadding = true, FreezesPadding = true };

    /// <summary>The autoregressive ancestor.</summary>
    public static ModelFamily Qwen2 { get; } = Dream with { ModelType = "qwen2", Attention = AttentionKind.Causal };

    /// <summary>LLaDA (Nie et al., arXiv 2502.09992): trained as a diffusion model from the start.</summary>
    public static ModelFamily Llada { get; } = new("llada", WeightNames.Llada);

    /// <summary>All families.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } = [Dream, Qwen2, Llada];

    /// <summary>The family of a model type.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public static ModelFamily Of(string modelType) => All.FirstOrDefault(family => family.ModelType == modelType)
        ?? throw new ModelException(
            $"There is no family of model_type \"{modelType}\"; there are {string.Join(", ", All.Select(family => family.ModelType))}.");
}
