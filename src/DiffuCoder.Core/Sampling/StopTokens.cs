using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Sampling;

/// <summary>The tokens that end a text: the same rule for chat, evaluation and training.</summary>
internal static class StopTokens
{
    public static IReadOnlySet<int> Of(SamplerOptions options, MaskedLanguageModel model, CodeTokenizer? tokenizer)
    {
        if (options.StopTokens is { } given) return given.ToHashSet();
        int?[] own = [model.Config.EndOfTextId, model.Config.PadTokenId];
        return own.OfType<int>().Concat(model.Generation.EndOfTextIds).Concat(tokenizer?.Ends ?? Enumerable.Empty<int>()).ToHashSet();
    }
}
