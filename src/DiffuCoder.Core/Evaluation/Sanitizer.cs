using System.Text.Json;
using System.Text.RegularExpressions;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// Keeps the longest part of an answer that parses and, of it, the imports and what the entry point reaches, as EvalPlus does. Python's own parser does it,
/// in the sandbox; the text is never executed.
/// </summary>
/// <remarks>
/// It departs from EvalPlus where that one changes what a correct program means: decorated functions, functions that only yield, statements that fill a
/// table, and the classes that a problem's tests mention are kept.
/// </remarks>
/// <param name="sandbox">Where the parser runs.</param>
public sealed partial class Sanitizer(ISandbox sandbox)
{
    /// <summary>Longer texts are kept as they are: no answer is so long, and the parser's time grows with the square.</summary>
    private const int Longest = 100_000;

    private const string Harmless = """{"text": "x = 1", "entry_point": "x", "roots": []}""";

    /// <summary>Sanitises a program.</summary>
    /// <param name="program">What <see cref="AnswerText.Program"/> gave.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The part that matters; the program as it is where nothing parses, or where the parser gives up.</returns>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    public async Task<string> SanitizeAsync(string program, Problem problem, CancellationToken cancellation = default)
    {
        if (program.Length > Longest) return program;
        var request = JsonSerializer.Serialize(new { text = program, entry_point = problem.EntryPoint, roots = Roots(problem) });
        return await ParserQuestion.AskAsync(sandbox, PythonScripts.Sanitize, request, Harmless, cancellation).ConfigureAwait(false) is { } answer
            ? answer.GetProperty("code").GetString()!
            : program;
    }

    /// <summary>Names that the written-out tests mention: a class, say, that makes the arguments.</summary>
    private static IEnumerable<string> Roots(Problem problem) =>
        problem.BaseTests.Concat(problem.PlusTests).OfType<SandboxTest.Statements>().Select(test => test.Code).Append(problem.ProgramSetup)
            .Where(code => code.Length < Longest)
            .SelectMany(code => Name().Matches(code)).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Name();
}
