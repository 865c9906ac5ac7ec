namespace DiffuCoder.Evaluation;

/// <summary>
/// Where the continuation of a base model ends: at the first of these texts, as in EvalPlus. A fence is added, because models trained on
/// conversations write one.
/// </summary>
public static class StopSequences
{
    private static readonly string[] Any =
    [
        "<|endoftext|>", "<|endofmask|>", "<|dlm_pad|>", "<|im_end|>", "</s>", "\nif __name__", "\ndef main(", "\nprint(", "\n```",
    ];

    /// <summary>Where a body is written below a given head, as in HumanEval.</summary>
    public static IReadOnlyList<string> AfterFunction { get; } = [.. Any, "\ndef ", "\nclass ", "\nimport ", "\nfrom ", "\nassert "];

    /// <summary>Where the whole function is written below a description, as in MBPP.</summary>
    public static IReadOnlyList<string> AfterDescription { get; } = [.. Any, "\n\"\"\"", "\nassert"];

    /// <summary>The text before the first stop sequence.</summary>
    /// <param name="text">A continuation, without its prompt.</param>
    /// <param name="stops">The stop sequences.</param>
    public static string Cut(string text, IEnumerable<string> stops)
    {
        var end = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(text.Length).Min();
        return text[..end];
    }
}
