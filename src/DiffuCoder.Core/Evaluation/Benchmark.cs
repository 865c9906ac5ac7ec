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

    /// <summary>
    /// Problems of the file that no answer is measured on, with the reason; most are known once the benchmark's own solutions have run.
    /// </summary>
    public IReadOnlyList<ExcludedProblem> Excluded { get; init; } = [];

    /// <summary>Whether the benchmark has the further tests of EvalPlus; some of its problems may have none.</summary>
    public bool HasPlus => Problems.Any(problem => problem.HasPlus);

    /// <summary>The first problems.</summary>
    /// <param name="count">How many, at least 1; more than there are means all.</param>
    /// <exception cref="EvaluationException">The count is below 1.</exception>
    public Benchmark First(int count) =>
        this with { Problems = [.. Problems.Take(OptionCheck.AtLeast(1, count, "The number of problems"))] };

    /// <summary>The benchmark without some of its problems, say such as need a library that is not there; every result names them.</summary>
    /// <param name="tasks">Their names.</param>
    /// <exception cref="EvaluationException">There is no such task, or none is left.</exception>
    public Benchmark Without(params IEnumerable<string> tasks)
    {
        var reasons = tasks.Distinct().ToDictionary(task => task, _ => "left out as asked");
        List<string> unknown = [.. reasons.Keys.Where(task => Problems.All(problem => problem.TaskId != task))];
        if (unknown.Count > 0) throw new EvaluationException($"{Name} has no task {string.Join(", ", unknown)} to be left out.");
        return reasons.Count < Problems.Count
            ? Without(reasons)
            : throw new EvaluationException($"All tasks of {Name} are to be left out; leave at least one.");
    }

    /// <summary>The benchmark without some of its problems, which stand in <see cref="Excluded"/> instead.</summary>
    /// <param name="reasons">Why, by task.</param>
    internal Benchmark Without(IReadOnlyDictionary<string, string> reasons) => reasons.Count == 0 ? this : this with
    {
        Problems = [.. Problems.Where(problem => !reasons.ContainsKey(problem.TaskId))],
        Excluded =
        [
            .. Excluded,
            .. Problems.Select(problem => problem.TaskId).Where(reasons.ContainsKey).Select(task => new ExcludedProblem(task, reasons[task])),
        ],
    };
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
