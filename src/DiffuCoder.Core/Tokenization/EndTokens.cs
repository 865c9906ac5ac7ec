namespace DiffuCoder.Tokenization;

/// <summary>The tokens by which a tokenizer's texts and messages end.</summary>
internal static class EndTokens
{
    // how the families and their ancestors end a text or a message, where the tokenizer has such a token
    private static readonly string[] Usual = ["<|endoftext|>", "<|im_end|>", "<|dlm_pad|>", "<|eot_id|>", "<|end_of_text|>", "<|eom_id|>"];

    /// <summary>Its own end of text, what its chat template writes behind an answer, and those of the families that it has.</summary>
    public static IReadOnlySet<int> Of(CodeTokenizer tokenizer) =>
        Usual.Append(tokenizer.Config.EndOfText).Select(name => name is null
            ? null
            : tokenizer.IdOf(name)).Append(OfAnswer(tokenizer)).OfType<int>().ToHashSet();

    private static int? OfAnswer(CodeTokenizer tokenizer)
    {
        if (tokenizer.ChatTemplate is null) return null;
        try
        {
            var last = AnsweredChat.Of(tokenizer, [new(ChatRole.User, "a")], "b").Tokens[^1];
            return tokenizer.SpecialTokens.Values.Contains(last) ? last : null;
        }
        catch (TokenizerException)
        {
            return null; // a template that is not read, or is not for such a chat: whoever makes a chat with it is told
        }
    }
}
