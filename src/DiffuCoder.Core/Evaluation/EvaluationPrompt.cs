using DiffuCoder.Tokenization;

namespace DiffuCoder.Evaluation;

/// <summary>How a model is asked.</summary>
public enum PromptKind
{
    /// <summary>The problem's text, to be gone on with: base models.</summary>
    Completion,

    /// <summary>A conversation whose answer has begun: instruction-tuned models.</summary>
    Chat,
}

/// <summary>The prompts of the paper's evaluations (appendix B.2, tables 5 and 6). Those of its reinforcement learning are others.</summary>
public static class EvaluationPrompt
{
    /// <summary>How the answer of a conversation begins: a line of introduction and an opened fence.</summary>
    public const string AnswerPrefix = "Here is the code to solve this problem:\n```python\n";

    private const string FirstLine = "Please complete the following problem:\n";

    /// <summary>What the user of a conversation says.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="form">The benchmark's form.</param>
    public static string Request(Problem problem, RequestForm form) => form switch
    {
        RequestForm.Completion => FirstLine + Fenced(problem.Request),
        RequestForm.Fenced => Fenced(problem.Request),
        RequestForm.Plain => problem.Request,
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "Not a form."),
    };

    /// <summary>The whole prompt as text, for reading; <see cref="Encode"/> is what a model gets.</summary>
    /// <param name="template">How the model's tokenizer writes chats.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="form">The benchmark's form.</param>
    /// <param name="kind">How the model is asked.</param>
    public static string Text(ChatTemplate template, Problem problem, RequestForm form, PromptKind kind) =>
        kind == PromptKind.Completion ? problem.Prompt : template.Render(Messages(problem, form), answerPrefix: AnswerPrefix);

    /// <summary>The whole prompt as token ids. What the problem says are plain characters: it cannot end its own message.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="form">The benchmark's form.</param>
    /// <param name="kind">How the model is asked.</param>
    /// <exception cref="TokenizerException">A conversation was asked for, and the tokenizer has no tokens for it.</exception>
    public static IReadOnlyList<int> Encode(CodeTokenizer tokenizer, Problem problem, RequestForm form, PromptKind kind) =>
        kind == PromptKind.Completion
            ? tokenizer.EncodePrompt(problem.Prompt)
            : tokenizer.EncodeChat(Messages(problem, form), answerPrefix: AnswerPrefix);

    private static ChatMessage[] Messages(Problem problem, RequestForm form) => [new(ChatRole.User, Request(problem, form))];

    private static string Fenced(string text) => $"```\n{text}\n```\n";
}
