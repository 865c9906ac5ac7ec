namespace DiffuCoder.Evaluation;

/// <summary>The trusted Python that comes with the kit, as resources of the assembly.</summary>
internal static class PythonScripts
{
    /// <summary>
    /// Keeps the part of an answer that is a program. Only parses. One script of several files, in the order in which they build on each other.
    /// </summary>
    public static string Sanitize { get; } = string.Join(
        "\n\n",
        new[]
        {
            "sanitize_parts", "sanitize_library", "sanitize_facts", "sanitize_values", "sanitize_calls", "sanitize_reader", "sanitize_effects",
            "sanitize_needed", "sanitize_evalplus", "sanitize",
        }.Select(Read));

    /// <summary>A program's syntax tree in a normal form. Only parses.</summary>
    public static string SyntaxTree { get; } = Read("syntax_tree");

    /// <summary>Where the parser stumbles over a program. Only parses.</summary>
    public static string ParseError { get; } = Read("parse_error");

    /// <summary>Reads the arguments of EvalPlus's files.</summary>
    public static string Arguments { get; } = Read("arguments");

    /// <summary>Values as Python source.</summary>
    public static string PlainValues { get; } = Read("plain_values");

    /// <summary>A digest of a plain value.</summary>
    public static string Digest { get; } = Read("digest");

    /// <summary>Judges one call of a program by EvalPlus's rules.</summary>
    public static string Judge { get; } = Read("judge");

    /// <summary>Runs a canonical solution on the arguments of a benchmark.</summary>
    public static string ReferenceOutputs { get; } = Read("reference_outputs");

    /// <summary>Which Python and which libraries there are.</summary>
    public static string Environment { get; } = Read("environment");

    /// <summary>EvalPlus's comparison, for tests.</summary>
    public static string Compare { get; } = Read("compare");

    /// <summary>Runs the unittest classes defined above it, and fails unless all of at least one test passes.</summary>
    public static string RunTestCases { get; } = Read("run_test_cases");

    private static string Read(string name)
    {
        using var stream = typeof(PythonScripts).Assembly.GetManifestResourceStream($"Evaluation/Python/{name}.py")
            ?? throw new InvalidOperationException($"The assembly lacks the resource Evaluation/Python/{name}.py.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
