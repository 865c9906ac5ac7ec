namespace DiffuCoder.Tokenization;

/// <summary>From chats and plain prompts to the ids that a tokenizer's model is fed with.</summary>
public static class ChatEncoding
{
    const string UsualEndOfText = "<|endoftext|>", DiffusionPadding = "<|dlm_pad|>";

    /// <summary>The chat as ids, by the tokenizer's own template; see <see cref="ChatTemplate.Encode"/>.</summary>
    /// <param name="tokenizer">A tokenizer for chats.</param>
    /// <param name="messages">The messages, at least one.</param>
    /// <param name="addGenerationPrompt">Whether to open the assistant's answer at the end.</param>
    /// <param name="answerPrefix">The first words of the answer; needs <paramref name="addGenerationPrompt"/>.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="ArgumentException">There is no message, or an answer prefix without an answer to begin.</exception>
    /// <exception cref="TokenizerException">The tokenizer is none for chats, or its template is not known here or refuses the chat.</exception>
    public static IReadOnlyList<int> EncodeChat(
        this CodeTokenizer tokenizer, IEnumerable<ChatMessage> messages, bool addGenerationPrompt = true, string answerPrefix = "") =>
        tokenizer.NeedChatTemplate().Encode(tokenizer, messages, addGenerationPrompt, answerPrefix);

    /// <summary>
    /// A text to go on from as ids, plain characters behind <see cref="CodeTokenizer.Prefix"/>: what <c>transformers</c> gives for a text.
    /// A chat needs no such prefix, since its template writes one.
    /// </summary>
    /// <param name="tokenizer">A tokenizer.</param>
    /// <param name="text">Any text.</param>
    /// <returns>The ids.</returns>
    public static IReadOnlyList<int> EncodePrompt(this CodeTokenizer tokenizer, string text) =>
        [.. tokenizer.Prefix, .. tokenizer.Encode(text, parseSpecialTokens: false)];

    /// <summary>The template of a tokenizer for chats.</summary>
    /// <param name="tokenizer">A tokenizer.</param>
    /// <returns>Its template.</returns>
    /// <exception cref="TokenizerException">It has none, or only templates with other names than "default".</exception>
    public static ChatTemplate NeedChatTemplate(this CodeTokenizer tokenizer)
    {
        if (tokenizer.ChatTemplate is { } template) return template;
        var names = string.Join(", ", tokenizer.ChatTemplates.Keys.Select(name => $"\"{name}\""));
        throw new TokenizerException(names.Length > 0
            ? $"The tokenizer has no default chat template, only {names}. Take one of CodeTokenizer.ChatTemplates by its name."
            : "The tokenizer has no chat template, and not both \"<|im_start|>\" and \"<|im_end|>\" for Qwen's format. "
                + "A base model takes plain text.");
    }

    /// <summary>The token that ends a text: the tokenizer's own where its files state one, or else <c>&lt;|endoftext|&gt;</c>.</summary>
    /// <param name="tokenizer">A tokenizer.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="TokenizerException">It has none.</exception>
    public static int NeedEndOfText(this CodeTokenizer tokenizer)
    {
        var name = tokenizer.Config.EndOfText ?? UsualEndOfText;
        return tokenizer.IdOf(name)
            ?? throw new TokenizerException($"The tokenizer has no {name}, with which every text that is learned ends. Take the model's own.");
    }

    /// <summary>The token that fills up rows: <c>&lt;|dlm_pad|&gt;</c>, or else the tokenizer's own padding, or else its end of text.</summary>
    /// <param name="tokenizer">A tokenizer.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="TokenizerException">It has none of them.</exception>
    public static int NeedPadding(this CodeTokenizer tokenizer) =>
        tokenizer.IdOf(DiffusionPadding) ?? (tokenizer.Config.Roles.GetValueOrDefault("pad_token") is { } own
            ? tokenizer.IdOf(own)
            : null) ?? tokenizer.NeedEndOfText();
}
