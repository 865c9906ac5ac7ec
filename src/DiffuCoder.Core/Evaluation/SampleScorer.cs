using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>Judges one answer by its problem's tests.</summary>
/// <param name="sandbox">Where it runs.</param>
/// <param name="options">What it may use, and how many run at once.</param>
/// <param name="source">The benchmark's file, for errors.</param>
internal sealed class SampleScorer(ISandbox sandbox, ScoringOptions options, string source = "the benchmark") : IDisposable
{
    private readonly ProblemRunner runner = new(sandbox, options);

    /// <exception cref="EvaluationException">A test of the benchmark cannot run.</exception>
    public async Task<SampleScore> ScoreAsync(Sample sample, Problem problem, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(sample.Solution, problem, cancellation).ConfigureAwait(false);
        if (result.Tests.FirstOrDefault(test => test.Outcome == TestOutcome.CannotRun) is { } broken)
            throw BenchmarkCheck.CannotRun(source, [(problem.TaskId, broken.Detail)]);
        var count = problem.BaseTests.Count;
        var passed = Status(result.Program, result.Tests.Take(count));
        var further = problem.PlusTests.Count == 0 ? passed : Status(result.Program, result.Tests.Skip(count));
        return new(sample, passed, problem.HasPlus ? further : null, result);
    }

    public void Dispose() => runner.Dispose();

    private static SampleStatus Status(TestResult program, IEnumerable<TestResult> tests)
    {
        var results = tests.Prepend(program).ToList();
        if (results.Count > 1 && results.All(result => result.Passed)) return SampleStatus.Pass;
        return results.Any(result => result.Outcome == TestOutcome.TimedOut) ? SampleStatus.Timeout : SampleStatus.Fail;
    }
}
