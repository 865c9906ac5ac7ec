namespace DiffuCoder.Evaluation;

/// <summary>From verdicts to scores.</summary>
internal static class Totals
{
    /// <summary>Scores of a benchmark.</summary>
    /// <exception cref="EvaluationException">A problem has fewer answers than some k.</exception>
    public static EvaluationResult Of(Benchmark benchmark, IEnumerable<SampleScore> scores, ScoringOptions options)
    {
        var byTask = scores.ToLookup(score => score.Sample.TaskId);
        List<ProblemScore> problems = [.. benchmark.Problems.Select(problem => new ProblemScore(problem.TaskId, [.. byTask[problem.TaskId]]))];
        return new(
            benchmark.Name, problems,
            [.. options.Ks.Select(k => Pass(problems, problem => problem.BaseCorrect, k, options))],
            benchmark.HasPlus ? [.. options.Ks.Select(k => Pass(problems, problem => problem.PlusCorrect, k, options))] : [])
        {
            Excluded = benchmark.Excluded,
        };
    }

    /// <summary>Refuses ks that the answers do not reach, before any work is done.</summary>
    /// <exception cref="EvaluationException">Some problem has fewer answers than some k.</exception>
    public static void Require(IReadOnlyList<int> ks, int fewest, string where)
    {
        if (ks.Max() > fewest)
            throw new EvaluationException(
                $"Ks asks for pass@{ks.Max()}, and {where} has {fewest} {(fewest == 1 ? "answer" : "answers")}; take more samples or a smaller k.");
    }

    private static PassScore Pass(List<ProblemScore> problems, Func<ProblemScore, int> correct, int k, ScoringOptions options) =>
        PassCurve.Point([.. problems.Select(problem => new AnswerCount(problem.Samples.Count, correct(problem)))], k, options);
}
