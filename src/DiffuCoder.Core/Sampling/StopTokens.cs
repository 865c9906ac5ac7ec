using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Sampling;

/// <summary>The tokens that end a text: the same rule for chat, evaluation and training.</summary>
internal static class StopTokens
{
    // how the families and their ancestors end a text or a message, where the tokenizer has such a control token
    private static readonly string[] Names = ["<|endoftext|>", "<|im_end|>", "<|dlm_pad|>", "<|eot_id|>", "<|end_of_text|>", "<|eom_id|>"];

    public static IReadOnlySet<int> Of(SamplerOptions options, MaskedLanguageModel model, CodeTokenizer? tokenizer)
    {
        if (options.StopTokens is { } given) return given.ToHashSet();
        IEnumerable<int?> named = [model.Config.EndOfTextId, model.Config.PadTokenId, .. Names.Select(name => tokenizer?.IdOf(name))];
        return named.OfType<int>().Concat(model.Generation.EndOfTextIds).ToHashSet();
    }
}
