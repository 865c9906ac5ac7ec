namespace DiffuCoder.Evaluation;

/// <summary>From what a model wrote to the program it meant.</summary>
public static class AnswerText
{
    /// <summary>The whole program of an answer, before it is sanitised.</summary>
    /// <param name="completion">What the model wrote, without the prompt.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="kind">How it was asked.</param>
    /// <param name="stops">The benchmark's stop sequences, for continuations.</param>
    /// <returns>
    /// For a conversation the code of the answer. For a continuation the prompt and the text up to the first stop sequence, or the prompt and the
    /// code of an answer where the model answers, with a fence, instead of going on.
    /// </returns>
    public static string Program(string completion, Problem problem, PromptKind kind, IReadOnlyList<string> stops)
    {
        if (kind != PromptKind.Completion) return Code(completion, problem.EntryPoint);
        if (!CodeFences.IsFence(completion.TrimStart().Split('\n')[0])) return problem.Prompt + StopSequences.Cut(completion, stops);
        var code = Code(completion, problem.EntryPoint);
        return problem.Prompt.Length == 0 || problem.Prompt.EndsWith('\n') || !Defines(code, problem.EntryPoint)
            ? problem.Prompt + code
            : $"{problem.Prompt}\n{code}";
    }

    /// <summary>Whether code begins anew, instead of going on within the last line of a prompt.</summary>
    private static bool Defines(string code, string entryPoint) =>
        code.Split('\n').Any(line => line.StartsWith($"def {entryPoint}(", StringComparison.Ordinal));

    /// <summary>
    /// The code of an answer: the fenced blocks that a person would run, in their order. They are those that are Python's or have no label and
    /// define the entry point or what it needs; of several versions the last. Blocks that only use it, other languages and outputs are left out;
    /// so are thoughts, and the prompts of an interactive session. The prompt may have opened the first fence, and the last may not be closed.
    /// Without a fence it is the whole text.
    /// </summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="entryPoint">What the answer is to define; null: whatever functions and classes it defines.</param>
    public static string Code(string answer, string? entryPoint = null)
    {
        var text = Thoughts.Without(answer.Replace("\r\n", "\n", StringComparison.Ordinal));
        var blocks = CodeFences.Read(text);
        if (blocks.Count > 0) return CodeChoice.Text(blocks, entryPoint);
        return InteractiveSession.IsOne(text) ? InteractiveSession.Program(text) : CodeFences.WithoutFences(text);
    }
}
