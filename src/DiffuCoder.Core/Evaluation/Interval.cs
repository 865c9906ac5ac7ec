using DiffuCoder.Runtime;

namespace DiffuCoder.Evaluation;

/// <summary>A confidence interval for a share.</summary>
/// <param name="Low">Its lower end, in [0, 1].</param>
/// <param name="High">Its upper end.</param>
/// <param name="Method">How it was made: <c>wilson</c> or <c>bootstrap</c>.</param>
public sealed record Interval(double Low, double High, string Method)
{
    /// <summary>
    /// Wilson's score interval for a share of independent trials (Wilson 1927). For one answer a problem: several answers to one problem are not
    /// independent trials, and counting them as such would make it too narrow.
    /// </summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <exception cref="EvaluationException">A number outside its range.</exception>
    public static Interval Wilson(int successes, int trials, double confidence = 0.95)
    {
        OptionCheck.AtLeast(1, trials, "The number of trials");
        if (successes < 0 || successes > trials)
            throw new EvaluationException($"The number of successes is {successes}; it must lie in [0, {trials}].");
        double z = NormalQuantile.Of(0.5 + OptionCheck.Between(0, 1, confidence, "Confidence") / 2), n = trials, share = successes / n;
        var centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        // at the ends the formula gives exactly 0 and 1, which rounding must not miss
        return new(successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half), "wilson");
    }

    /// <summary>
    /// The percentile bootstrap of a mean over problems: problems are drawn again with replacement, each with all its answers, so that it holds
    /// however many answers a problem has. Of problems that all score the same it is a point.
    /// </summary>
    /// <param name="values">The score of each problem, at least one.</param>
    /// <param name="source">Where the draws come from.</param>
    /// <param name="resamples">How many means are drawn, at least 100.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <exception cref="EvaluationException">A number outside its range.</exception>
    public static Interval Bootstrap(IReadOnlyList<double> values, RandomSource source, int resamples = 1000, double confidence = 0.95)
    {
        OptionCheck.AtLeast(1, values.Count, "The number of problems");
        OptionCheck.AtLeast(100, resamples, "Resamples");
        OptionCheck.Between(0, 1, confidence, "Confidence");
        var (low, high) = Runtime.Bootstrap.Mean(values, source, resamples, confidence);
        return new(low, high, "bootstrap");
    }
}
