using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Sampling;

/// <summary>The tokens that end a text: the same rule for chat, evaluation and training.</summary>
internal static class StopTokens
{
    private static readonly string[] Names = ["<|endoftext|>", "<|im_end|>", "<|dlm_pad|>"];

    public static IReadOnlySet<int> Of(SamplerOptions options, ModelConfig config, CodeTokenizer? tokenizer)
    {
        if (options.StopTokens is { } given) return given.ToHashSet();
        IEnumerable<int?> known = [config.EndOfTextId, config.PadTokenId, .. Names.Select(name => tokenizer?.IdOf(name))];
        return known.OfType<int>().ToHashSet();
    }
}
