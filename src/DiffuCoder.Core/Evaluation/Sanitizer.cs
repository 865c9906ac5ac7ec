using System.Text.Json;
using System.Text.RegularExpressions;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// Reduces an answer to the program in it: what parses and, of that, what the entry point needs. Python's own parser does it, in the sandbox; the
/// text is never executed.
/// </summary>
/// <remarks>
/// <para>
/// The rule is to drop only what cannot change what the entry point does. A top-level statement is kept where it may bind a name that is needed;
/// where it may change a value that is needed (through a method, an item, an attribute, another name for it, a function that it is handed to, a
/// decorator that registers, a subclass that its base hears of); or where it changes what every function sees (a limit of the interpreter, a
/// patched module, a seed of a module that is used). What a kept statement mentions is needed too, and where <c>eval</c>, <c>exec</c> or
/// <c>globals</c> is needed, every name is. Of several definitions of a name the last counts, as in Python. Where nothing certain can be said,
/// the statement is kept.
/// </para>
/// <para>
/// What goes are trial runs: prints, asserts, calls of the entry point whose results are shown, what stands under <c>if __name__ ==
/// "__main__"</c>, test classes, waiting for <c>input()</c>, which nobody answers, and prose. What a trial run of the entry point itself would
/// leave behind counts only where the statement does nothing else (<c>for n in range(500): fib(n)</c>). Imports stay, but for those that only
/// dropped statements use.
/// </para>
/// </remarks>
/// <param name="sandbox">Where the parser runs.</param>
/// <param name="rule">What is kept.</param>
public sealed partial class Sanitizer(ISandbox sandbox, SanitizeRule rule = SanitizeRule.Conservative)
{
    /// <summary>Longer texts are kept as they are: no answer is so long.</summary>
    private const int Longest = 100_000;

    private const string Harmless = """{"text": "x = 1", "entry_point": "x", "roots": [], "rule": "Conservative"}""";

    /// <summary>Sanitises a program.</summary>
    /// <param name="program">What <see cref="AnswerText.Program"/> gave.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The part that matters; the program as it is where nothing parses, or where the parser gives up.</returns>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    public async Task<string> SanitizeAsync(string program, Problem problem, CancellationToken cancellation = default)
    {
        if (program.Length > Longest) return program;
        var asked = new { text = program, entry_point = problem.EntryPoint, roots = Roots(problem), rule = rule.ToString() };
        var request = JsonSerializer.Serialize(asked);
        return await ParserQuestion.AskAsync(sandbox, PythonScripts.Sanitize, request, Harmless, cancellation).ConfigureAwait(false) is { } answer
            ? answer.GetProperty("code").GetString()!
            : program;
    }

    /// <summary>Names that the tests mention: a class, say, that makes the arguments.</summary>
    private static IEnumerable<string> Roots(Problem problem) =>
        problem.BaseTests.Concat(problem.PlusTests).Select(Code).Append(problem.ProgramSetup)
            .Where(code => code.Length < Longest)
            .SelectMany(code => Name().Matches(code)).Select(match => match.Value).Distinct();

    private static string Code(SandboxTest test) => test switch
    {
        SandboxTest.Statements statements => statements.Code,
        SandboxTest.Check check => check.Code,
        _ => "",
    };

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Name();
}
