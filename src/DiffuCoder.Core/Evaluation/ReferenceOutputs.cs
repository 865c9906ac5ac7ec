using System.Globalization;
using System.Text.Json;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// Makes the tests of EvalPlus's benchmarks: the canonical solutions, which belong to the benchmark, are run in the sandbox on its arguments, and their
/// outputs become what is expected. Outputs are compared by EvalPlus's rules: equality; a tolerance for floats (1e-6 absolute unless the file says
/// otherwise, 1e-7 relative); and its special cases, among them the tasks of MBPP+ whose outputs are compared as sets.
/// </summary>
/// <param name="sandbox">Where the canonical solutions run.</param>
public sealed class ReferenceOutputs(ISandbox sandbox)
{
    /// <summary>Arguments in one request: an answer stays small, and slow solutions share their time out.</summary>
    private const int Chunk = 64;

    /// <summary>The benchmark with all tests made; as it is where there is nothing to make.</summary>
    /// <param name="benchmark">A benchmark.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="EvaluationException">A canonical solution fails on its own arguments.</exception>
    public async Task<Benchmark> CompleteAsync(Benchmark benchmark, CancellationToken cancellation = default)
    {
        if (benchmark.Problems.All(problem => problem.Inputs is null || problem.BaseTests.Count > 0)) return benchmark;
        var problems = new Problem[benchmark.Problems.Count];
        await Parallel.ForAsync(0, problems.Length, cancellation, async (i, stop) =>
            problems[i] = await CompleteAsync(benchmark, benchmark.Problems[i], stop).ConfigureAwait(false)).ConfigureAwait(false);
        return benchmark with { Problems = problems };
    }

    private async Task<Problem> CompleteAsync(Benchmark benchmark, Problem problem, CancellationToken cancellation)
    {
        if (problem.Inputs is not { } inputs || problem.BaseTests.Count > 0) return problem;
        return problem with
        {
            BaseTests = await TestsAsync(benchmark, problem, inputs.Base, cancellation).ConfigureAwait(false),
            PlusTests = await TestsAsync(benchmark, problem, inputs.Plus, cancellation).ConfigureAwait(false),
            TestSetup = PythonScripts.Compare,
        };
    }

    private async Task<IReadOnlyList<SandboxTest>> TestsAsync(Benchmark benchmark, Problem problem, IReadOnlyList<string> inputs, CancellationToken cancellation)
    {
        var dataset = benchmark.Name.StartsWith("MBPP", StringComparison.Ordinal) ? "mbpp" : "humaneval";
        var tests = new List<SandboxTest>();
        foreach (var chunk in inputs.Chunk(Chunk))
        {
            var request = JsonSerializer.Serialize(new { dataset, task_id = problem.TaskId, program = problem.CanonicalSolution, entry_point = problem.EntryPoint, inputs = chunk });
            using var answer = await AskAsync(benchmark, problem, request, cancellation).ConfigureAwait(false);
            foreach (var pair in answer.RootElement.EnumerateArray())
                tests.Add(Test(dataset, problem, pair.GetProperty("arguments").GetString()!, pair.GetProperty("expected").GetString()!));
        }
        return tests;
    }

    private async Task<JsonDocument> AskAsync(Benchmark benchmark, Problem problem, string request, CancellationToken cancellation)
    {
        try
        {
            return JsonDocument.Parse(await sandbox.AskAsync(PythonScripts.ReferenceOutputs, request, cancellation).ConfigureAwait(false));
        }
        catch (SandboxException e)
        {
            throw new EvaluationException(benchmark.Source, null, $"the canonical solution of {problem.TaskId} cannot be run on the problem's own arguments ({e.Message}). Does it need a library that the sandbox's Python lacks?", e);
        }
    }

    private static SandboxTest.Statements Test(string dataset, Problem problem, string arguments, string expected)
    {
        var tolerance = problem.Inputs!.Tolerance.ToString("R", CultureInfo.InvariantCulture);
        return new($"_given = {arguments}\nassert agrees(\"{dataset}\", \"{problem.EntryPoint}\", _given, {problem.EntryPoint}(*_given), {expected}, {tolerance})");
    }
}
