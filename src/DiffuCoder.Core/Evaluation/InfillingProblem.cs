using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>A program with a hole in it, and how it is judged once the hole is filled.</summary>
/// <param name="Judged">The whole program, as the problem's canonical solution, and its tests.</param>
/// <param name="Prefix">What stands before the hole, to the byte.</param>
/// <param name="Middle">What the hole was made of; not empty.</param>
/// <param name="Suffix">What stands behind it, to the byte.</param>
public sealed record InfillingProblem(Problem Judged, string Prefix, string Middle, string Suffix)
{
    /// <summary>Its name, unique within the benchmark.</summary>
    public string TaskId => Judged.TaskId;

    /// <summary>Runs a filled program and the problem's tests, under the limits that the problem needs.</summary>
    /// <param name="sandbox">Where it runs.</param>
    /// <param name="program">The whole program: prefix, what fills the hole, suffix.</param>
    /// <param name="limits">What it may use where the problem needs no more; null: the defaults.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<CandidateResult> RunAsync(
        ISandbox sandbox, string program, SandboxLimits? limits = null, CancellationToken cancellation = default)
    {
        var usual = new ScoringOptions { Parallel = 1 };
        using var runner = new ProblemRunner(sandbox, usual with { Limits = limits ?? usual.Limits });
        return await runner.RunAsync(program, Judged, cancellation).ConfigureAwait(false);
    }
}

/// <summary>A set of programs with holes.</summary>
public sealed record InfillingBenchmark
{
    /// <summary>Its name, for tables.</summary>
    public required string Name { get; init; }

    /// <summary>Its problems, in the order of the file.</summary>
    public required IReadOnlyList<InfillingProblem> Problems { get; init; }

    /// <summary>The file's name, or what the problems were made by.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of the file as it is stored, or of the problems, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The first problems.</summary>
    /// <param name="count">How many, at least 1; more than there are means all.</param>
    /// <exception cref="EvaluationException">The count is below 1.</exception>
    public InfillingBenchmark First(int count) =>
        this with { Problems = [.. Problems.Take(OptionCheck.AtLeast(1, count, "The number of problems"))] };
}
