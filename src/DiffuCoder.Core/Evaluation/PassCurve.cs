using DiffuCoder.Runtime;

namespace DiffuCoder.Evaluation;

/// <summary>How many answers a problem has, and how many of them are right.</summary>
/// <param name="Samples">Answers, at least 1.</param>
/// <param name="Correct">Right ones, from 0 to <paramref name="Samples"/>.</param>
public readonly record struct AnswerCount(int Samples, int Correct);

/// <summary>pass@k over a benchmark for all k that the answers allow.</summary>
public static class PassCurve
{
    /// <summary>The mean of <see cref="PassAtK"/> over problems for k = 1, 2, ... up to the fewest answers that a problem has.</summary>
    /// <param name="problems">At least one.</param>
    /// <param name="options">Confidence, resamples and seed of the intervals; defaults when null. Its <c>Ks</c> have no say.</param>
    /// <returns>A score for each k, rising with k.</returns>
    /// <exception cref="EvaluationException">There are no problems, or a number is outside its range.</exception>
    public static IReadOnlyList<PassScore> Of(IReadOnlyList<AnswerCount> problems, ScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problems);
        OptionCheck.AtLeast(1, problems.Count, "The number of problems");
        var fewest = OptionCheck.AtLeast(1, problems.Min(problem => problem.Samples), "The number of answers to a problem");
        return [.. Enumerable.Range(1, fewest).Select(k => Point(problems, k, options ?? new()))];
    }

    /// <summary>One point of the curve.</summary>
    internal static PassScore Point(IReadOnlyList<AnswerCount> problems, int k, ScoringOptions options)
    {
        List<double> values = [.. problems.Select(problem => PassAtK.Of(problem.Samples, problem.Correct, k))];
        var interval = k == 1 && problems.All(problem => problem.Samples == 1)
            ? Interval.Wilson(problems.Sum(problem => problem.Correct), problems.Count, options.Confidence)
            : Interval.Bootstrap(values, new RandomSource(options.Seed).Derive(k), options.Resamples, options.Confidence);
        return new(k, values.Average(), interval);
    }
}
