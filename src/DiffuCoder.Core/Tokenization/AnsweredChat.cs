namespace DiffuCoder.Tokenization;

/// <summary>A chat as ids of which the answer is to be learned.</summary>
/// <param name="Tokens">The prompt, the answer and what ends it.</param>
/// <param name="LearnedFrom">The index at which the answer begins.</param>
public sealed record AnsweredChat(IReadOnlyList<int> Tokens, int LearnedFrom)
{
    /// <summary>
    /// Renders a chat with its answer. The prompt is what <see cref="ChatEncoding.EncodeChat"/> gives for the messages before; learned is what the
    /// template writes behind it for the answer, up to and including the first control token behind the answer's last character, or else the
    /// tokenizer's end of text.
    /// </summary>
    /// <param name="tokenizer">A tokenizer for chats.</param>
    /// <param name="messages">What was said before the answer, at least one message.</param>
    /// <param name="answer">The answer, behind its prefix.</param>
    /// <param name="answerPrefix">The first words of the answer, which are not learned.</param>
    /// <exception cref="TokenizerException">The tokenizer is none for chats, or the template changes the answer or what is before it.</exception>
    public static AnsweredChat Of(CodeTokenizer tokenizer, IReadOnlyList<ChatMessage> messages, string answer, string answerPrefix = "")
    {
        var template = tokenizer.NeedChatTemplate();
        var prompt = template.Marked(messages, addGenerationPrompt: true, answerPrefix);
        var (given, begun) = (MarkedText.Of(answer, Author.Answer), MarkedText.Of(answerPrefix, Author.Message));
        var learned = Learned(tokenizer, template, messages, given, begun, prompt);
        var known = tokenizer.Encode(prompt);
        return new([.. known, .. learned], known.Count);
    }

    static IEnumerable<int> Learned(
        CodeTokenizer tokenizer, ChatTemplate template, IReadOnlyList<ChatMessage> messages, MarkedText answer, MarkedText prefix, MarkedText prompt)
    {
        var before = messages.Select(message => (message.Role, MarkedText.Of(message.Content, Author.Message)));
        var whole = template.Marked([.. before, (ChatRole.Assistant, prefix + answer)], addGenerationPrompt: false);
        if (!whole.StartsAt(0, prompt))
            throw template.Failure("the template writes what stands before an answer in another way once the answer is there; "
                + "such chats cannot be learned from");
        var rest = whole.From(prompt.Length);
        var places = Enumerable.Range(0, rest.Length).Where(place => rest.AuthorOf(place) == Author.Answer).ToList();
        if (!Jinja.Texts.Strip(rest.Pick(places)).Equals(Jinja.Texts.Strip(answer)))
            throw template.Failure("the template rewrites an answer by more than the white space at its ends; such chats cannot be learned from");
        var end = places.Count > 0 ? places[^1] + 1 : 0;
        return tokenizer.FirstControlToken(rest.From(end).OfTemplate()) is { } upTo
            ? tokenizer.Encode(rest.Slice(0, end) + MarkedText.Of(rest.From(end).ToString()[..upTo]))
            : [.. tokenizer.Encode(rest.Slice(0, end)), tokenizer.NeedEndOfText()];
    }
}
