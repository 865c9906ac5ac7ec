using DiffuCoder.Evaluation;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Repairs;

/// <summary>Checkers of the Python in an answer: the fenced code that a person would run, or the whole text of one without a fence.</summary>
public static class PythonCheckers
{
    /// <summary>
    /// Python's parser: the answer's code parses and has a statement. It points at what it stumbled over, and the further on that is, the higher is
    /// the score: c / (c + 100), behind c characters of code. So the mending of one error is kept when there is another. Nothing is executed.
    /// </summary>
    /// <param name="sandbox">Where the parser runs.</param>
    /// <param name="entryPoint">What the answer is to define, by which its code is found among several blocks; null: whatever it defines.</param>
    public static Checker Parser(ISandbox sandbox, string? entryPoint = null) => new("parser", async (answer, cancellation) =>
    {
        var text = Checker.TextOf(answer, "parser");
        var code = AnswerText.Code(text, entryPoint);
        var error = await ParseError.OfAsync(sandbox, code, cancellation).ConfigureAwait(false);
        if (error is null) return Finding.Good;
        double read = error.CharactersBefore(code);
        return Finding.Bad(error.Message, CodePlaces.Of(text, code).Span(error), read / (read + 100));
    });

    /// <summary>
    /// Tests, run in the sandbox. Where the program raised, the finding points at the line of the answer that did; where it gave a wrong value, at
    /// nothing. The score is the share of tests that pass.
    /// </summary>
    /// <param name="sandbox">Where program and tests run.</param>
    /// <param name="tests">At least one.</param>
    /// <param name="entryPoint">What the answer is to define, where that is known.</param>
    /// <exception cref="RepairException">There is no test.</exception>
    public static Checker Tests(ISandbox sandbox, IReadOnlyList<SandboxTest> tests, string? entryPoint = null) => tests.Count == 0
        ? throw new RepairException("There is no test; give at least one.")
        : Candidates(sandbox, code => new(code, tests) { EntryPoints = entryPoint is null ? [] : [entryPoint] }, entryPoint);

    /// <summary>As <see cref="Tests"/>, of candidates with setups of their own.</summary>
    /// <param name="sandbox">Where program and tests run.</param>
    /// <param name="candidate">The candidate of an answer's code, which is its <see cref="Candidate.Program"/>.</param>
    /// <param name="entryPoint">What the answer is to define, where that is known.</param>
    /// <param name="limits">What it may use; null: the sandbox's.</param>
    public static Checker Candidates(ISandbox sandbox, Func<string, Candidate> candidate, string? entryPoint = null, SandboxLimits? limits = null) =>
        new("tests", async (answer, cancellation) =>
        {
            var text = Checker.TextOf(answer, "tests");
            var code = AnswerText.Code(text, entryPoint);
            var result = await sandbox.RunAsync(candidate(code), limits, cancellation).ConfigureAwait(false);
            if (result.Passed) return Finding.Good;
            if (result.Tests.FirstOrDefault(test => test.Outcome == TestOutcome.CannotRun) is { } broken)
                throw new RepairException($"A test of the checker cannot run, whatever the answer: {broken.Detail}");
            var failure = result.Tests.Prepend(result.Program).First(part => !part.Passed);
            var where = failure.Line is { } line ? CodePlaces.Of(text, code).Line(line) : null;
            return Finding.Bad($"{failure.Outcome}: {failure.Detail}", where, result.Program.Passed ? result.PassRate : 0);
        });
}
