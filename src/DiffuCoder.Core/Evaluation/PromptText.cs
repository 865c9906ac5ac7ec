namespace DiffuCoder.Evaluation;

/// <summary>What a model is shown of a prompt in a file.</summary>
internal static class PromptText
{
    /// <summary>
    /// A prompt to go on with. One that ends with its line is stripped and ended by a line feed, as EvalPlus does; one that ends within a line, such
    /// as <c>"    return "</c>, is gone on with just there and stays as it is.
    /// </summary>
    public static string ToGoOnWith(string stored) => EndsALine(stored) ? stored.Trim() + "\n" : stored;

    private static bool EndsALine(string text) =>
        text.EndsWith('\n') || text.EndsWith("\"\"\"", StringComparison.Ordinal) || text.EndsWith("'''", StringComparison.Ordinal);
}
