using DiffuCoder.Runtime;

namespace DiffuCoder.Evaluation;

/// <summary>
/// By how much one model's pass@1 is above another's on the same problems. Problems differ far more than models
/// do; taken pairwise, that cancels out, and the interval is narrower than those of the two scores make it look.
/// </summary>
/// <param name="Value">Mean over problems of the difference between the shares of right answers, in [-1, 1].</param>
/// <param name="Interval">The bootstrap over problems, each with all its answers.</param>
/// <param name="Problems">Problems compared.</param>
public sealed record PairedDifference(double Value, Interval Interval, int Problems)
{
    /// <summary>The difference between two counts of right answers.</summary>
    /// <param name="before">Answers of the one, a count for each problem.</param>
    /// <param name="after">Answers of the other to the same problems in the same order; their number may differ.</param>
    /// <param name="options">Confidence, resamples and seed of the interval; defaults when null.</param>
    /// <exception cref="EvaluationException">The problems are not as many, there are none, or one has no answers.</exception>
    public static PairedDifference Of(IReadOnlyList<AnswerCount> before, IReadOnlyList<AnswerCount> after, ScoringOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count != after.Count)
            throw new EvaluationException(
                $"There are {before.Count} problems on one side and {after.Count} on the other; compare answers to the same ones.");
        OptionCheck.AtLeast(1, before.Count, "The number of problems");
        options ??= new();
        List<double> differences = [.. before.Zip(after, (one, other) => Share(other) - Share(one))];
        return new(
            differences.Average(), Interval.Bootstrap(differences, new RandomSource(options.Seed), options.Resamples, options.Confidence),
            before.Count);
    }

    private static double Share(AnswerCount count) => PassAtK.Of(count.Samples, count.Correct, 1);
}
