using System.Collections.Concurrent;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// Makes the tests of EvalPlus's benchmarks: the canonical solutions, which belong to the benchmark, are run in the sandbox on its arguments,
/// and their outputs become what is expected. Outputs are compared by EvalPlus's rules: equality; a tolerance for floats (1e-6 absolute
/// unless the file says otherwise, 1e-7 relative); and its special cases, among them the tasks of MBPP+ whose outputs are compared as sets.
/// </summary>
/// <param name="sandbox">Where the canonical solutions run.</param>
/// <param name="options">The limits of answers, which a problem whose canonical solution needs more gets more of; null: the defaults.</param>
public sealed class ReferenceOutputs(ISandbox sandbox, ScoringOptions? options = null)
{
    private readonly ReferenceRun run = new(sandbox, options ?? new());

    /// <summary>The benchmark with all tests made; as it is where there is nothing to make.</summary>
    /// <param name="benchmark">A benchmark.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>
    /// The benchmark without those problems whose canonical solution fails or is too slow on its own arguments: they are in <see
    /// cref="Benchmark.Excluded"/>.
    /// </returns>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    public async Task<Benchmark> CompleteAsync(Benchmark benchmark, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        if (!benchmark.Problems.Any(NeedsTests)) return benchmark;
        var dataset = benchmark.Name.StartsWith("MBPP", StringComparison.Ordinal) ? "mbpp" : "humaneval";
        var problems = new Problem[benchmark.Problems.Count];
        var reasons = new ConcurrentDictionary<string, string>();
        await Parallel.ForAsync(0, problems.Length, cancellation, async (i, stop) =>
        {
            problems[i] = benchmark.Problems[i];
            if (!NeedsTests(problems[i])) return;
            (problems[i], var reason) = await run.CompleteAsync(dataset, problems[i], stop).ConfigureAwait(false);
            if (reason is not null) reasons[problems[i].TaskId] = reason;
        }).ConfigureAwait(false);
        return (benchmark with { Problems = problems }).Without(reasons);
    }

    private static bool NeedsTests(Problem problem) => problem.Inputs is not null && problem.BaseTests.Count == 0;
}
