using DiffuCoder.Tokenization;

namespace DiffuCoder.Models;

/// <summary>
/// What a checkpoint is read as where its files say something else: a diffusion model that is stored under its ancestor's <c>model_type</c> and does
/// not name its mask token, as some that were adapted from Qwen2 are.
/// </summary>
/// <param name="ModelType">The family, by its <c>model_type</c>: <c>Dream</c>, whose predictions are read one position to the left, or
/// <c>a2d-qwen2</c>, whose are read in place.</param>
/// <param name="MaskToken">The mask token, which the tokenizer has.</param>
public sealed record ReadAs(string ModelType, string MaskToken)
{
    /// <summary>The configuration so read.</summary>
    /// <exception cref="ModelException">The families do not share their weights, or there is no such token.</exception>
    internal ModelConfig Of(ModelConfig config, CodeTokenizer? tokenizer, string directory)
    {
        var family = ModelFamily.Of(ModelType);
        if (family.Names != config.Family.Names)
            throw new ModelException(
                $"{directory} is of model_type \"{config.ModelType}\" and cannot be read as \"{ModelType}\": their weights are not the same ones.");
        var mask = tokenizer?.IdOf(MaskToken) ?? throw new ModelException(
            $"{directory}: {(tokenizer is null ? "there is no tokenizer" : "its tokenizer has no token")} to find {MaskToken} by. "
                + "Name the token by which the model masks.");
        return (config with { ModelType = ModelType, MaskTokenId = mask }).Validated(Path.Combine(directory, "config.json"));
    }
}
