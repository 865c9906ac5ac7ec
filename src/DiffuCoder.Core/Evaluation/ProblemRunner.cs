using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>Runs programs against the tests of problems.</summary>
/// <param name="sandbox">Where they run.</param>
/// <param name="options">What they may use, and how many run at once.</param>
internal sealed class ProblemRunner(ISandbox sandbox, ScoringOptions options) : IDisposable
{
    private readonly SemaphoreSlim free = new(options.Parallel);

    /// <summary>Runs one program; base tests first.</summary>
    public async Task<CandidateResult> RunAsync(string program, Problem problem, CancellationToken cancellation)
    {
        var candidate = new Candidate(program, [.. problem.BaseTests, .. problem.PlusTests])
        {
            EntryPoints = [problem.EntryPoint, .. problem.FurtherNames],
            TestSetup = problem.TestSetup,
            ProgramSetup = problem.ProgramSetup,
        };
        await free.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var result = await sandbox.RunAsync(candidate, Limits(problem, options.Limits), cancellation).ConfigureAwait(false);
            return result.Tests.Count == candidate.Tests.Count
                ? result
                : throw new SandboxException(
                    $"The sandbox gave {result.Tests.Count} verdicts on the {candidate.Tests.Count} tests of {problem.TaskId}.");
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>The limits of a problem: the usual ones, or more where it is known to need it.</summary>
    public static SandboxLimits Limits(Problem problem, SandboxLimits usual)
    {
        var test = Longer(usual.TestTime, problem.TestTime);
        // a problem that only says how slow one test is may be so slow in all of them
        var all = problem.CandidateTime ?? (test > usual.TestTime ? test * (problem.BaseTests.Count + problem.PlusTests.Count) : null);
        return usual with
        {
            TestTime = test,
            CandidateTime = Longer(usual.CandidateTime, all),
            MemoryBytes = Math.Max(usual.MemoryBytes, problem.MemoryBytes ?? 0),
            ValueBytes = Math.Max(usual.ValueBytes, problem.ValueBytes ?? 0),
        };
    }

    public void Dispose() => free.Dispose();

    private static TimeSpan Longer(TimeSpan usual, TimeSpan? needed) => needed is { } time && time > usual ? time : usual;
}
