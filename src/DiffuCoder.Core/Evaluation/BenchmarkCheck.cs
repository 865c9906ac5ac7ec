using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// Runs the canonical solutions against tests that are written out, before anything is measured by them: a test that cannot run would count against
/// every model, and one that the benchmark's own solution fails says nothing about others.
/// </summary>
internal sealed class BenchmarkCheck(ISandbox sandbox, ScoringOptions options)
{
    private const int Named = 10;

    /// <summary>The benchmark without the problems that their own solution does not pass.</summary>
    /// <exception cref="EvaluationException">Tests cannot run; the message names tasks and causes.</exception>
    public async Task<Benchmark> CheckAsync(Benchmark benchmark, CancellationToken cancellation)
    {
        List<Problem> written = [.. benchmark.Problems.Where(problem => problem.Inputs is null)];
        using var runner = new ProblemRunner(sandbox, options);
        var runs = written.Select(problem => runner.RunAsync(problem.CanonicalSolution, problem, cancellation));
        var results = await Task.WhenAll(runs).ConfigureAwait(false);
        List<(string Task, string Cause)> broken = [];
        var failing = new Dictionary<string, string>();
        foreach (var (problem, result) in written.Zip(results))
        {
            if (result.Passed) continue;
            if (Impossible(result) is { } cause) broken.Add((problem.TaskId, cause));
            else failing[problem.TaskId] = $"the canonical solution does not pass the problem's own tests: {FirstFailure(result)}";
        }
        return broken.Count == 0 ? benchmark.Without(failing) : throw CannotRun(benchmark.Source, broken);
    }

    /// <summary>The error of tests that cannot run.</summary>
    public static EvaluationException CannotRun(string source, IReadOnlyList<(string Task, string Cause)> broken)
    {
        var tasks = string.Join("; ", broken.Take(Named).Select(one => $"{one.Task}: {one.Cause}"));
        var more = broken.Count > Named ? $"; and {broken.Count - Named} others" : "";
        var libraries = broken.Any(one => IsOfLibrary(one.Cause))
            ? " A library that is missing can be given to the sandbox: a Python environment's site-packages, as the option for libraries."
            : "";
        return new(
            source, null,
            $"nothing was scored, because tests of the benchmark cannot run. {tasks}{more}.{libraries} Mend the file, or leave these tasks out.");
    }

    /// <summary>What went wrong first, for people.</summary>
    public static string FirstFailure(CandidateResult result)
    {
        var failure = result.Tests.Prepend(result.Program).First(test => !test.Passed);
        return failure.Detail.Length == 0 ? failure.Outcome.ToString() : $"{failure.Outcome}: {failure.Detail}";
    }

    /// <summary>Why tests cannot run here, where that is so: it is said of them, or their own solution lacks a library.</summary>
    private static string? Impossible(CandidateResult result) =>
        result.Tests.Prepend(result.Program)
            .FirstOrDefault(test => test.Outcome == TestOutcome.CannotRun || !test.Passed && IsOfLibrary(test.Detail))?.Detail;

    private static bool IsOfLibrary(string detail) => detail.Contains("ModuleNotFoundError", StringComparison.Ordinal);
}
