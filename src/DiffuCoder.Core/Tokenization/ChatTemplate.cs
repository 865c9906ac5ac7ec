using System.Text;

namespace DiffuCoder.Tokenization;

/// <summary>
/// Qwen's chat format, which Dream and DiffuCoder keep: <c>&lt;|im_start|&gt;role\ncontent&lt;|im_end|&gt;\n</c> for each message, and
/// <c>&lt;|im_start|&gt;assistant\n</c> where the answer is to begin.
/// </summary>
public static class ChatTemplate
{
    /// <summary>The system message of a chat that has none of its own.</summary>
    public const string DefaultSystemMessage = "You are a helpful assistant.";

    const string Start = "<|im_start|>", End = "<|im_end|>";

    /// <summary>
    /// The chat as text, for reading and logging. To feed a model take
    /// <see cref="Encode(CodeTokenizer, IEnumerable{ChatMessage}, bool, string)"/>: in the text a content that holds "&lt;|im_end|&gt;" looks like the end of its message.
    /// </summary>
    /// <param name="messages">The messages, at least one.</param>
    /// <param name="addGenerationPrompt">Whether to open the assistant's answer at the end.</param>
    /// <param name="answerPrefix">The first words of the answer; needs <paramref name="addGenerationPrompt"/>.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">There is no message, or an answer prefix without an answer to begin.</exception>
    public static string Render(IEnumerable<ChatMessage> messages, bool addGenerationPrompt = true, string answerPrefix = "")
    {
        var text = new StringBuilder();
        foreach (var (body, isClosed) in Turns(messages, addGenerationPrompt, answerPrefix))
            text.Append(Start).Append(body).Append(isClosed ? End + "\n" : "");
        return text.ToString();
    }

    /// <summary>
    /// The chat as ids. Control tokens come from the roles alone: contents and the answer prefix are plain characters whatever they hold.
    /// </summary>
    /// <param name="tokenizer">A tokenizer that has the two control tokens.</param>
    /// <param name="messages">The messages, at least one.</param>
    /// <param name="addGenerationPrompt">Whether to open the assistant's answer at the end.</param>
    /// <param name="answerPrefix">The first words of the answer; needs <paramref name="addGenerationPrompt"/>.</param>
    /// <returns>The ids, equal to those of <see cref="Render"/>'s text where no content holds an added token.</returns>
    /// <exception cref="ArgumentException">There is no message, or an answer prefix without an answer to begin.</exception>
    /// <exception cref="TokenizerException">The tokenizer lacks a control token.</exception>
    public static IReadOnlyList<int> Encode(CodeTokenizer tokenizer, IEnumerable<ChatMessage> messages, bool addGenerationPrompt = true, string answerPrefix = "")
    {
        int start = ControlToken(tokenizer, Start), end = ControlToken(tokenizer, End);
        var ids = new List<int>();
        foreach (var (body, isClosed) in Turns(messages, addGenerationPrompt, answerPrefix))
        {
            ids.Add(start);
            // the role's line and the content are encoded together, because white space at their border may merge
            ids.AddRange(tokenizer.Encode(body, parseSpecialTokens: false));
            if (!isClosed) continue;
            ids.Add(end);
            ids.AddRange(tokenizer.Encode("\n"));
        }
        return ids;
    }

    /// <summary>What stands between the control tokens, and whether the turn is closed.</summary>
    static IEnumerable<(string Body, bool IsClosed)> Turns(IEnumerable<ChatMessage> messages, bool addGenerationPrompt, string answerPrefix)
    {
        List<ChatMessage> chat = [.. messages];
        if (chat.Count == 0) throw new ArgumentException("A chat needs at least one message.", nameof(messages));
        if (!addGenerationPrompt && answerPrefix.Length > 0)
            throw new ArgumentException("An answer prefix needs addGenerationPrompt, which opens the answer it begins.", nameof(answerPrefix));
        if (chat[0].Role != ChatRole.System) chat.Insert(0, new(ChatRole.System, DefaultSystemMessage));
        var turns = chat.Select(message => ($"{NameOf(message.Role)}\n{message.Content}", true));
        return addGenerationPrompt ? turns.Append(($"{NameOf(ChatRole.Assistant)}\n{answerPrefix}", false)) : turns;
    }

    static string NameOf(ChatRole role) => role switch
    {
        ChatRole.System => "system",
        ChatRole.User => "user",
        ChatRole.Assistant => "assistant",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };

    static int ControlToken(CodeTokenizer tokenizer, string content) => tokenizer.SpecialTokens.TryGetValue(content, out var id)
        ? id
        : throw new TokenizerException($"The tokenizer has no \"{content}\", so it is not one for Qwen's chat format. A base model takes plain text.");
}
