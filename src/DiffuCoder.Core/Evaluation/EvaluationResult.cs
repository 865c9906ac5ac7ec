namespace DiffuCoder.Evaluation;

/// <summary>The outcome of an evaluation.</summary>
/// <param name="Benchmark">The benchmark's name.</param>
/// <param name="Problems">The outcome for each problem, in the benchmark's order.</param>
/// <param name="Base">pass@k on the base tests, by k.</param>
/// <param name="Plus">pass@k on base and further tests together, by k; empty where there are no further tests.</param>
public sealed record EvaluationResult(
    string Benchmark, IReadOnlyList<ProblemScore> Problems, IReadOnlyList<PassScore> Base, IReadOnlyList<PassScore> Plus)
{
    /// <summary>Problems that are not among <see cref="Problems"/> because no answer can be measured on them here, with the reason.</summary>
    public IReadOnlyList<ExcludedProblem> Excluded { get; init; } = [];
}

/// <summary>The outcome for one problem.</summary>
/// <param name="TaskId">The problem.</param>
/// <param name="Samples">Its answers, in order.</param>
public sealed record ProblemScore(string TaskId, IReadOnlyList<SampleScore> Samples)
{
    /// <summary>Answers that passed the base tests.</summary>
    public int BaseCorrect => Samples.Count(sample => sample.PassedBase);

    /// <summary>Answers that passed base and further tests.</summary>
    public int PlusCorrect => Samples.Count(sample => sample.PassedPlus);
}

/// <summary>pass@k over a benchmark.</summary>
/// <param name="K">The k.</param>
/// <param name="Value">The mean over the problems, in [0, 1].</param>
/// <param name="Interval">Wilson's for pass@1 of one answer a problem; otherwise the bootstrap over problems.</param>
public sealed record PassScore(int K, double Value, Interval Interval);

/// <summary>How far an evaluation has come.</summary>
/// <param name="Generated">Answers there are.</param>
/// <param name="Scored">Answers that have a verdict.</param>
/// <param name="Total">Answers there will be.</param>
public sealed record EvaluationProgress(int Generated, int Scored, int Total)
{
    /// <summary>How many answers those that are being written come to, by the part of their canvases that is filled in.</summary>
    public double Writing { get; init; }
}
