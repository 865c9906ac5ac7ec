namespace DiffuCoder.Evaluation;

/// <summary>From what a model wrote to the program it meant.</summary>
public static class AnswerText
{
    /// <summary>The whole program of an answer, before it is sanitised.</summary>
    /// <param name="completion">What the model wrote, without the prompt.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="kind">How it was asked.</param>
    /// <param name="stops">The benchmark's stop sequences, for continuations.</param>
    /// <returns>For a continuation the prompt and the text up to the first stop sequence; for a conversation the code of the answer.</returns>
    public static string Program(string completion, Problem problem, PromptKind kind, IReadOnlyList<string> stops) =>
        kind == PromptKind.Completion ? problem.Prompt + StopSequences.Cut(completion, stops) : Code(completion);

    /// <summary>
    /// The code of an answer whose fence the prompt may have opened: what stands after the line that opens a fence with a language, where the answer
    /// has one before any other fence, and before the line that closes it. Without a fence it is the whole text.
    /// </summary>
    /// <param name="answer">What the model wrote.</param>
    public static string Code(string answer)
    {
        var lines = answer.Split('\n');
        var first = Array.FindIndex(lines, IsFence);
        if (first >= 0 && IsOpening(lines[first])) lines = lines[(first + 1)..];
        var end = Array.FindIndex(lines, IsFence);
        return end < 0 ? string.Join('\n', lines) : string.Concat(lines[..end].Select(line => line + "\n"));
    }

    private static bool IsFence(string line) => line.StartsWith("```", StringComparison.Ordinal);

    private static bool IsOpening(string line) => line.Trim() != "```";
}
