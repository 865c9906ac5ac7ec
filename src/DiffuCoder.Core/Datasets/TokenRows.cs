using DiffuCoder.Tokenization;

namespace DiffuCoder.Datasets;

/// <summary>From documents and conversations to tokens. What they say are plain characters: no text can smuggle in a control token.</summary>
public static class TokenRows
{
    private const string EndOfText = "<|endoftext|>", EndOfMessage = "<|im_end|>";

    /// <summary>A document and its end.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="document">The document.</param>
    /// <exception cref="DataException">The tokenizer has no end-of-text token.</exception>
    public static TokenRow Of(CodeTokenizer tokenizer, Document document) =>
        new([.. tokenizer.Encode(document.Text, parseSpecialTokens: false), Control(tokenizer, EndOfText)]);

    /// <summary>
    /// A conversation of which the last answer and its end are learned (paper section 5, stage 3). The padding behind it is learned where batches are made so:
    /// BatchOptions.LearnPadding.
    /// </summary>
    /// <param name="tokenizer">The model's tokenizer, one for chats.</param>
    /// <param name="conversation">The conversation.</param>
    /// <exception cref="DataException">Nothing was asked before the answer, or the tokenizer lacks a control token.</exception>
    /// <exception cref="TokenizerException">The tokenizer is none for chats.</exception>
    public static TokenRow Of(CodeTokenizer tokenizer, Conversation conversation)
    {
        if (conversation.Messages is not [_, .., { Role: ChatRole.Assistant } answer])
            throw new DataException("A conversation to learn from needs a message, and an answer of the assistant at its end.");
        var prompt = ChatTemplate.Encode(tokenizer, conversation.Messages.SkipLast(1));
        return OfAnswer(tokenizer, prompt, answer.Content, isMessage: true);
    }

    /// <summary>A prompt and the answer that goes on where it ends, of which the answer and its end are learned.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="prompt">Token ids.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="isMessage">Whether it ends as a message of a chat, or as a document.</param>
    /// <exception cref="DataException">The tokenizer lacks the token that ends it.</exception>
    public static TokenRow OfAnswer(CodeTokenizer tokenizer, IReadOnlyList<int> prompt, string answer, bool isMessage) =>
        new([.. prompt, .. tokenizer.Encode(answer, parseSpecialTokens: false), Control(tokenizer, isMessage ? EndOfMessage : EndOfText)], prompt.Count);

    /// <summary>The rows of at most so many tokens.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="most">Tokens; the paper's instruction tuning has 2048.</param>
    public static IEnumerable<TokenRow> NotLonger(this IEnumerable<TokenRow> rows, int most) => rows.Where(row => row.Tokens.Count <= most);

    private static int Control(CodeTokenizer tokenizer, string name) =>
        tokenizer.IdOf(name) ?? throw new DataException($"The tokenizer has no {name}, with which every text that is learned ends. Take the model's own tokenizer.");
}
