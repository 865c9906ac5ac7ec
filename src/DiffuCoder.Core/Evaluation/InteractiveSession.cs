namespace DiffuCoder.Evaluation;

/// <summary>What was typed into an interactive interpreter, without what that answered.</summary>
internal static class InteractiveSession
{
    /// <summary>Whether a text begins with the interpreter's prompt.</summary>
    /// <param name="text">A text.</param>
    public static bool IsOne(string text) => text.TrimStart().StartsWith(">>> ", StringComparison.Ordinal);

    /// <summary>The program of a session.</summary>
    /// <param name="text">Lines after prompts, and answers.</param>
    public static string Program(string text)
    {
        var typed = text.Split('\n').Select(line => line.TrimStart()).Where(line => Is(line, ">>>") || Is(line, "..."));
        return string.Concat(typed.Select(line => (line.Length > 4 ? line[4..] : "") + "\n"));
    }

    private static bool Is(string line, string prompt) =>
        line.StartsWith(prompt, StringComparison.Ordinal) && (line.TrimEnd().Length == prompt.Length || line[prompt.Length] == ' ');
}
