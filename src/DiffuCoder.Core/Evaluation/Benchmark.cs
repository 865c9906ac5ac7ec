namespace DiffuCoder.Evaluation;

/// <summary>A set of problems with the conventions it is measured under.</summary>
public sealed record Benchmark
{
    /// <summary>Its name, for tables and manifests: <c>HumanEval</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its problems, in the order of the file.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>How a request is worded to an instruction-tuned model.</summary>
    public required RequestForm Form { get; init; }

    /// <summary>What ends the continuation of a base model; see <see cref="StopSequences"/>.</summary>
    public required IReadOnlyList<string> Stops { get; init; }

    /// <summary>The file's name, or what the problems were made by.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of the file as it is stored, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the problems have the further tests of EvalPlus.</summary>
    public bool HasPlus => Problems.Any(problem => problem.PlusTests.Count > 0 || problem.Inputs is { Plus.Count: > 0 });

    /// <summary>The first problems.</summary>
    /// <param name="count">How many, at least 1; more than there are means all.</param>
    /// <exception cref="EvaluationException">The count is below 1.</exception>
    public Benchmark First(int count) =>
        this with { Problems = [.. Problems.Take(OptionCheck.AtLeast(1, count, "The number of problems"))] };
}

/// <summary>How a request is worded to an instruction-tuned model (paper, appendix B.2, tables 5 and 6).</summary>
public enum RequestForm
{
    /// <summary>"Please complete the following problem:" and the request in a fence: HumanEval, BigCodeBench-complete.</summary>
    Completion,

    /// <summary>The request in a fence alone: MBPP, BigCodeBench-instruct.</summary>
    Fenced,

    /// <summary>The request as it is: what the tiny family was taught.</summary>
    Plain,
}
