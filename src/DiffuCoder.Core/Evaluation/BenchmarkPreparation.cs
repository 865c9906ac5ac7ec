using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// From a benchmark as its file has it to one that answers can be measured on. What a sandbox has found out about a benchmark it is not asked again:
/// the measurements of a table share it.
/// </summary>
internal static class BenchmarkPreparation
{
    private static readonly ConditionalWeakTable<ISandbox, ConcurrentDictionary<string, Benchmark>> Known = [];

    /// <summary>The benchmark with all of its tests, and without the problems that no answer can be measured on.</summary>
    /// <exception cref="EvaluationException">Tests cannot run, or no problem is left.</exception>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    public static async Task<Benchmark> PrepareAsync(ISandbox sandbox, Benchmark benchmark, ScoringOptions options, CancellationToken cancellation)
    {
        var (known, key) = (Known.GetOrCreateValue(sandbox), Hash(benchmark, options));
        if (known.TryGetValue(key, out var before)) return before;
        var complete = await new ReferenceOutputs(sandbox, options).CompleteAsync(benchmark, cancellation).ConfigureAwait(false);
        var ready = await new BenchmarkCheck(sandbox, options).CheckAsync(complete, cancellation).ConfigureAwait(false);
        if (ready.Problems.Count > 0) return known[key] = ready;
        var first = ready.Excluded[0];
        throw new EvaluationException(benchmark.Source, null, $"no problem of {benchmark.Name} can be measured. {first.TaskId}: {first.Reason}");
    }

    private static string Hash(Benchmark benchmark, ScoringOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(object part) => hash.AppendData(Encoding.UTF8.GetBytes(part + "\0"));
        object[] whole = [benchmark.Name, benchmark.Source, benchmark.Sha256, options.Limits, options.ReferenceTime, options.LargestOutput];
        foreach (var part in whole) Add(part);
        foreach (var problem in benchmark.Problems)
        {
            Add(problem); // a record: its fields by name, but for what its lists hold
            foreach (object part in problem.BaseTests.Concat(problem.PlusTests).Cast<object>().Concat(problem.FurtherNames)) Add(part);
            foreach (var input in problem.Inputs is { } inputs ? inputs.Base.Append("").Concat(inputs.Plus) : []) Add(input);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
