using DiffuCoder.Tokenization;

namespace DiffuCoder.Models;

/// <summary>The mask token of families whose checkpoints leave it to the tokenizer.</summary>
internal static class MaskToken
{
    private const string Role = "mask_token";

    /// <summary>The configuration with its mask token.</summary>
    /// <param name="config">As it was read.</param>
    /// <param name="tokenizer">The one beside it; null: there is none.</param>
    /// <param name="directory">For the message.</param>
    /// <exception cref="ModelException">Neither names one.</exception>
    public static ModelConfig Found(ModelConfig config, CodeTokenizer? tokenizer, string directory)
    {
        if (config.MaskTokenId is not null || !config.Family.HasMaskInTokenizer) return config;
        var name = tokenizer?.Config.Roles.GetValueOrDefault(Role);
        var id = name is null ? null : tokenizer!.IdOf(name);
        return id is null
            ? throw new ModelException(
                $"{directory}: neither mask_token_id in config.json nor {Role} of its tokenizer names the mask token. Add one of them.")
            : (config with { MaskTokenId = id }).Validated(Path.Combine(directory, "config.json"));
    }
}
