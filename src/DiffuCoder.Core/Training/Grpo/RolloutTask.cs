using DiffuCoder.Datasets;
using DiffuCoder.Sandbox;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Training.Grpo;

/// <summary>A prompt of reinforcement learning and what its completions are tested with.</summary>
/// <param name="Id">Its name in logs.</param>
/// <param name="Prompt">Token ids, chat template and the beginning of the answer included.</param>
/// <param name="Opening">The beginning of the answer that the prompt gives already, as text; a completion's answer begins with it.</param>
/// <param name="Tests">Tests of the program in the answer.</param>
public sealed record RolloutTask(string Id, IReadOnlyList<int> Prompt, string Opening, IReadOnlyList<SandboxTest> Tests)
{
    /// <summary>
    /// A task of a data set: the bare question as a chat, its tests as statements. The question may not say what the function is called;
    /// <see cref="Released"/> does.
    /// </summary>
    /// <param name="tokenizer">The model's tokenizer, one for chats.</param>
    /// <param name="task">The task.</param>
    /// <param name="opening">
    /// How the answer begins. Empty: not begun, as in the release. <see cref="Evaluation.EvaluationPrompt.AnswerPrefix"/> begins the answers of the
    /// paper's evaluations; of rollouts the paper does not say it.
    /// </param>
    /// <exception cref="TokenizerException">The tokenizer is none for chats.</exception>
    public static RolloutTask Of(CodeTokenizer tokenizer, CodingTask task, string opening = "") =>
        Chat(tokenizer, task.Id, task.Question, opening, [.. task.Tests.Select(test => new SandboxTest.Statements(test))]);

    /// <summary>
    /// A task as the release asks for it: the question with its first test, and for most questions a second time as the docstring of a function
    /// whose head is given, named <c>ID/def</c>. No answer is begun. Of a prompt longer than <see cref="ReleasedLength"/> the beginning is cut off.
    /// </summary>
    /// <param name="tokenizer">The model's tokenizer, one for chats.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="TokenizerException">The tokenizer is none for chats.</exception>
    /// <exception cref="TrainingException">The task has no tests.</exception>
    public static IReadOnlyList<RolloutTask> Released(CodeTokenizer tokenizer, CodingTask task) =>
        [.. ReleasedPrompts.Of(task).Select((request, place) => LastTokens(Of(
            tokenizer, task with { Id = place == 0 ? task.Id : $"{task.Id}/def", Question = request })))];

    /// <summary>Tokens that a prompt of the release has at most, 200: the last ones, its system message and request included.</summary>
    public static int ReleasedLength => 200;

    private static RolloutTask LastTokens(RolloutTask task) => task with { Prompt = [.. task.Prompt.TakeLast(ReleasedLength)] };

    /// <summary>A task that is asked for as a chat.</summary>
    /// <param name="tokenizer">The model's tokenizer, one for chats.</param>
    /// <param name="id">Its name in logs.</param>
    /// <param name="request">What the user says.</param>
    /// <param name="opening">How the answer begins; empty: not begun.</param>
    /// <param name="tests">Tests of the program in the answer.</param>
    /// <exception cref="TokenizerException">The tokenizer is none for chats.</exception>
    public static RolloutTask Chat(CodeTokenizer tokenizer, string id, string request, string opening, IReadOnlyList<SandboxTest> tests) =>
        new(id, tokenizer.EncodeChat([new(ChatRole.User, request)], answerPrefix: opening), opening, tests);
}

/// <summary>One completion of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Text">The whole answer: the task's opening and what the model wrote, up to the token that ended it.</param>
/// <param name="Tokens">The tokens that the model wrote, up to the one that ended it.</param>
/// <param name="Length">Their number, the ending one included.</param>
/// <param name="Ended">Whether the model ended it; false where it filled the canvas.</param>
public sealed record Rollout(RolloutTask Task, string Text, IReadOnlyList<int> Tokens, int Length, bool Ended);
