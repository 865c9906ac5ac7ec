using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>Runs one answer against its problem's tests.</summary>
/// <param name="sandbox">Where it runs.</param>
/// <param name="options">What it may use, and how many run at once.</param>
internal sealed class SampleScorer(ISandbox sandbox, ScoringOptions options) : IDisposable
{
    private readonly SemaphoreSlim free = new(options.Parallel);

    public async Task<SampleScore> ScoreAsync(Sample sample, Problem problem, CancellationToken cancellation)
    {
        var candidate = new Candidate(sample.Solution, [.. problem.BaseTests, .. problem.PlusTests]) { TestSetup = problem.TestSetup, ProgramSetup = problem.ProgramSetup };
        await free.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var result = await sandbox.RunAsync(candidate, Limits(problem), cancellation).ConfigureAwait(false);
            if (result.Tests.Count != candidate.Tests.Count)
                throw new SandboxException($"The sandbox gave {result.Tests.Count} verdicts on the {candidate.Tests.Count} tests of {problem.TaskId}.");
            var count = problem.BaseTests.Count;
            return new(
                sample,
                Status(result.Program, result.Tests.Take(count)),
                problem.PlusTests.Count == 0 ? null : Status(result.Program, result.Tests.Skip(count)),
                result);
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose() => free.Dispose();

    private SandboxLimits Limits(Problem problem)
    {
        if (problem.TestTime is not { } time || time <= options.Limits.TestTime) return options.Limits;
        var all = time * (problem.BaseTests.Count + problem.PlusTests.Count);
        return options.Limits with { TestTime = time, CandidateTime = all > options.Limits.CandidateTime ? all : options.Limits.CandidateTime };
    }

    private static SampleStatus Status(TestResult program, IEnumerable<TestResult> tests)
    {
        var results = tests.Prepend(program).ToList();
        if (results.Count > 1 && results.All(result => result.Passed)) return SampleStatus.Pass;
        return results.Any(result => result.Outcome == TestOutcome.TimedOut) ? SampleStatus.Timeout : SampleStatus.Fail;
    }
}
