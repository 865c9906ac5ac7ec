using DiffuCoder.Tokenization;

namespace DiffuCoder.Datasets;

/// <summary>From documents and conversations to tokens. What they say are plain characters: no text can smuggle in a control token.</summary>
public static class TokenRows
{
    /// <summary>A document and its end, behind what the tokenizer puts before a text.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="document">The document.</param>
    /// <exception cref="TokenizerException">The tokenizer has no end-of-text token.</exception>
    public static TokenRow Of(CodeTokenizer tokenizer, Document document) =>
        new([.. tokenizer.EncodePrompt(document.Text), tokenizer.NeedEndOfText()]);

    /// <summary>
    /// A conversation of which the last answer and its end are learned (paper section 5, stage 3). The padding behind it is learned where batches are
    /// made so: BatchOptions.LearnPadding.
    /// </summary>
    /// <param name="tokenizer">The model's tokenizer, one for chats.</param>
    /// <param name="conversation">The conversation.</param>
    /// <exception cref="DataException">Nothing was asked before the answer.</exception>
    /// <exception cref="TokenizerException">The tokenizer is none for chats, or its template changes the answer or what is before it.</exception>
    public static TokenRow Of(CodeTokenizer tokenizer, Conversation conversation)
    {
        if (conversation.Messages is not [_, .., { Role: ChatRole.Assistant } answer])
            throw new DataException("A conversation to learn from needs a message, and an answer of the assistant at its end.");
        return OfAnswer(tokenizer, [.. conversation.Messages.SkipLast(1)], prefix: "", answer.Content);
    }

    /// <summary>Conversations as <see cref="Of(CodeTokenizer, Conversation)"/> has them. One that the tokenizer's template refuses is a bad
    /// row.</summary>
    /// <param name="tokenizer">The model's tokenizer, one for chats.</param>
    /// <param name="conversations">The conversations.</param>
    /// <param name="badRows">What becomes of bad rows; null: they are fatal.</param>
    /// <exception cref="TokenizerException">The tokenizer is none for chats.</exception>
    /// <exception cref="DataException">A conversation is refused, with its file and row if it was read from one, and bad rows are fatal.</exception>
    public static IEnumerable<TokenRow> Of(CodeTokenizer tokenizer, IEnumerable<Conversation> conversations, BadRows? badRows = null)
    {
        tokenizer.NeedChatTemplate().RequireRead();
        return (badRows ?? BadRows.Fatal).Converted(conversations, conversation => Placed(tokenizer, conversation));
    }

    private static TokenRow Placed(CodeTokenizer tokenizer, Conversation conversation)
    {
        try
        {
            return Of(tokenizer, conversation);
        }
        catch (TokenizerException e) when (conversation.Place is { } place)
        {
            throw new DataException(
                place, $"the conversation cannot be written as the tokenizer's chats are: {e.Message} Mend the row, or skip bad rows.", e);
        }
    }

    /// <summary>A chat and its answer, of which what follows the answer's prefix is learned, and what the template ends it by.</summary>
    /// <param name="tokenizer">The model's tokenizer, one for chats.</param>
    /// <param name="messages">What was said before the answer.</param>
    /// <param name="prefix">The first words of the answer.</param>
    /// <param name="answer">What follows them.</param>
    /// <exception cref="TokenizerException">The tokenizer is none for chats, or its template changes the answer or what is before it.</exception>
    public static TokenRow OfAnswer(CodeTokenizer tokenizer, IReadOnlyList<ChatMessage> messages, string prefix, string answer) =>
        AnsweredChat.Of(tokenizer, messages, answer, prefix).ToRow();

    /// <summary>A prompt and the text that goes on where it ends, of which the text and its end are learned.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="prompt">Token ids.</param>
    /// <param name="answer">The text.</param>
    /// <exception cref="TokenizerException">The tokenizer has no end-of-text token.</exception>
    public static TokenRow OfAnswer(CodeTokenizer tokenizer, IReadOnlyList<int> prompt, string answer) =>
        new([.. prompt, .. tokenizer.Encode(answer, parseSpecialTokens: false), tokenizer.NeedEndOfText()], prompt.Count);

    /// <summary>The rows of at most so many tokens.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="most">Tokens; the paper's instruction tuning has 2048.</param>
    public static IEnumerable<TokenRow> NotLonger(this IEnumerable<TokenRow> rows, int most) => rows.Where(row => row.Tokens.Count <= most);

    private static TokenRow ToRow(this AnsweredChat chat) => new(chat.Tokens, chat.LearnedFrom);
}
