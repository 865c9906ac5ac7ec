using System.Numerics;
using DiffuCoder.Tokenization.Jinja;

namespace DiffuCoder.Tokenization;

/// <summary>
/// How a checkpoint writes chats: its own Jinja template, run as <c>transformers</c> runs it. It is read at its first use; what is not known here
/// (a tag, filter, test, method or function) is refused by name then, with file and line.
/// </summary>
public sealed class ChatTemplate
{
    /// <summary>The system message of <see cref="Qwen"/> for a chat that has none of its own.</summary>
    public const string DefaultSystemMessage = "You are a helpful assistant.";

    /// <summary>The source of <see cref="Qwen"/>.</summary>
    internal const string QwenSource =
        "{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\n" + DefaultSystemMessage + "<|im_end|>\\n' }}{% endif %}"
        + "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    readonly string where;
    readonly Lazy<JinjaTemplate> program;
    readonly IReadOnlyList<(string Name, object? Value)> values;
    readonly Func<DateTime> now;

    ChatTemplate(string source, string where, IReadOnlyList<(string Name, object? Value)> values, Func<DateTime> now)
    {
        Source = source;
        this.where = where;
        this.values = values;
        this.now = now;
        program = new(() => Placed(() => JinjaTemplate.Read(source)));
    }

    internal ChatTemplate(TemplateSource source, TokenizerConfig config, Func<DateTime>? now = null)
        : this(source.Text, source.Where, TokensOf(config), now ?? (() => DateTime.Now))
    {
    }

    /// <summary>
    /// The format of Qwen that the released Dream and DiffuCoder models keep, for tokenizers that have its tokens and no template:
    /// <c>&lt;|im_start|&gt;role\ncontent&lt;|im_end|&gt;\n</c> for each message, and
    /// <c>&lt;|im_start|&gt;assistant\n</c> where the answer is to begin.
    /// </summary>
    public static ChatTemplate Qwen { get; } = new(new TemplateSource(QwenSource, "the built-in chat template of Qwen"), TokenizerConfig.None);

    /// <summary>Reads the template, which happens at its first use otherwise.</summary>
    /// <exception cref="TokenizerException">It asks for what is not known here.</exception>
    internal void RequireRead() => _ = program.Value;

    /// <summary>The template's text.</summary>
    public string Source { get; }

    /// <summary>
    /// This template with a value that it may ask for, such as <c>enable_thinking</c> or, in Llama 3.2's, <c>date_string</c>: without it that one
    /// writes today's date.
    /// </summary>
    /// <param name="name">The value's name.</param>
    /// <param name="value">Text, a boolean, an integer, or null for none.</param>
    /// <exception cref="ArgumentException">The value is something else.</exception>
    public ChatTemplate With(string name, object? value) => new(
        Source,
        where,
        [.. values, (name, value switch
        {
            null or bool => value,
            string text => MarkedText.Of(text),
            int number => new BigInteger(number),
            _ => throw new ArgumentException("A template's value is text, a boolean, an integer or null.", nameof(value)),
        })],
        now);

    /// <summary>
    /// The chat as text, for reading and logging. To feed a model take <see cref="Encode"/>: in the text a content that holds
    /// "&lt;|im_end|&gt;" looks like the end of its message.
    /// </summary>
    /// <param name="messages">The messages, at least one.</param>
    /// <param name="addGenerationPrompt">Whether to open the assistant's answer at the end.</param>
    /// <param name="answerPrefix">The first words of the answer; needs <paramref name="addGenerationPrompt"/>.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">There is no message, or an answer prefix without an answer to begin.</exception>
    /// <exception cref="TokenizerException">The template asks for what is not known here, or refuses the chat.</exception>
    public string Render(IEnumerable<ChatMessage> messages, bool addGenerationPrompt = true, string answerPrefix = "") =>
        Marked(messages, addGenerationPrompt, answerPrefix).ToString();

    /// <summary>
    /// The chat as ids. Control tokens come from what the template writes, and from the special tokens it inserts: contents and the answer
    /// prefix are plain characters whatever they hold and whatever the template does with them.
    /// </summary>
    /// <param name="tokenizer">The tokenizer that the template belongs to.</param>
    /// <param name="messages">The messages, at least one.</param>
    /// <param name="addGenerationPrompt">Whether to open the assistant's answer at the end.</param>
    /// <param name="answerPrefix">The first words of the answer; needs <paramref name="addGenerationPrompt"/>.</param>
    /// <returns>The ids, equal to those of <see cref="Render"/>'s text where no content holds an added token.</returns>
    /// <exception cref="ArgumentException">There is no message, or an answer prefix without an answer to begin.</exception>
    /// <exception cref="TokenizerException">The template asks for what is not known here, or refuses the chat.</exception>
    public IReadOnlyList<int> Encode(
        CodeTokenizer tokenizer, IEnumerable<ChatMessage> messages, bool addGenerationPrompt = true, string answerPrefix = "") =>
        tokenizer.Encode(Marked(messages, addGenerationPrompt, answerPrefix));

    internal MarkedText Marked(IEnumerable<ChatMessage> messages, bool addGenerationPrompt, string answerPrefix)
    {
        var chat = messages.Select(message => (message.Role, Content: MarkedText.Of(message.Content, Author.Message))).ToList();
        if (chat.Count == 0) throw new ArgumentException("A chat needs at least one message.", nameof(messages));
        if (!addGenerationPrompt && answerPrefix.Length > 0)
            throw new ArgumentException("An answer prefix needs addGenerationPrompt, which opens the answer it begins.", nameof(answerPrefix));
        return Marked(chat, addGenerationPrompt) + MarkedText.Of(answerPrefix, Author.Message);
    }

    internal MarkedText Marked(IEnumerable<(ChatRole Role, MarkedText Content)> messages, bool addGenerationPrompt)
    {
        var list = messages.Select(message => (object?)JinjaDict.Of(("role", MarkedText.Of(NameOf(message.Role))), ("content", message.Content)));
        (string, object?)[] chat = [("messages", new JinjaList([.. list])), ("add_generation_prompt", addGenerationPrompt)];
        return Placed(() => program.Value.Render([("tools", null), ("documents", null), .. chat, .. values], now));
    }

    internal TokenizerException Failure(string what) => new($"{where}: {what}.");

    static IReadOnlyList<(string Name, object? Value)> TokensOf(TokenizerConfig config)
    {
        var tokens = config.Roles.Select(role => (role.Key, (object?)MarkedText.Of(role.Value))).ToList();
        if (config.FurtherTokens is { } further)
            tokens.Add(("additional_special_tokens", new JinjaList([.. further.Select(token => MarkedText.Of(token))])));
        return tokens;
    }

    T Placed<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (JinjaException e)
        {
            throw new TokenizerException($"{where}, line {Math.Max(e.Line, 1)} of the chat template: {e.Message}.", e);
        }
    }

    static string NameOf(ChatRole role) => role switch
    {
        ChatRole.System => "system",
        ChatRole.User => "user",
        ChatRole.Assistant => "assistant",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };
}
