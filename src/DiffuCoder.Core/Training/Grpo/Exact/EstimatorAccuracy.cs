using DiffuCoder.Analysis;

namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>How far an estimator of a completion's log-probability is from the exact bound: all in nats per token, the completion's mean.</summary>
/// <param name="Estimator">The estimator in words.</param>
/// <param name="Passes">Forward passes of an estimate.</param>
/// <param name="Bound">The exact bound, by the number of tokens.</param>
/// <param name="Mean">The expectation of the estimate.</param>
/// <param name="Bias">The expectation minus the bound.</param>
/// <param name="OfMean">Variance of the estimate of the mean over tokens, in nats squared.</param>
/// <param name="PerToken">Variance of a token's estimate, the mean over tokens, in nats squared.</param>
/// <param name="IsExact">Whether all of it is summed over all masks; bands are then points, of count 0. Else it was drawn.</param>
public sealed record EstimatorAccuracy(
    string Estimator, int Passes, double Bound, Band Mean, Band Bias, VarianceBand OfMean, VarianceBand PerToken, bool IsExact)
{
    /// <summary>By draws, each with ratios and masks of its own.</summary>
    /// <param name="exact">The exact likelihood.</param>
    /// <param name="estimator">The estimator that was drawn.</param>
    /// <param name="draws">At least two, of the same completion.</param>
    /// <param name="options">How the bands are made, by the bootstrap over draws; <see cref="BandOptions.Default"/> when null.</param>
    /// <exception cref="AnalysisException">There are fewer than two draws.</exception>
    public static EstimatorAccuracy Drawn(
        ExactLikelihood exact, LikelihoodEstimator estimator, LikelihoodEstimates draws, BandOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(draws);
        var bound = exact.Bound / exact.Counted.Count(counted => counted);
        var spread = draws.Variance(options);
        var mean = spread.Mean;
        var bias = mean with { Mean = mean.Mean - bound, Low = mean.Low - bound, High = mean.High - bound };
        return new(estimator.Description, estimator.Passes, bound, mean, bias, spread.OfMean, spread.PerToken, false);
    }

    internal static EstimatorAccuracy Exact(LikelihoodEstimator estimator, double bound, double mean, double ofMean, double perToken) => new(
        estimator.Description, estimator.Passes, bound, Point(mean), Point(mean - bound), new(ofMean, ofMean, ofMean, 0),
        new(perToken, perToken, perToken, 0), true);

    private static Band Point(double value) => new(value, value, value, 0);
}
