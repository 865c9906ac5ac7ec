namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// Expectation and variance of an estimate's gradient, summed over all masks. Norms are those of all weights together, and relative to the exact
/// gradient g of the exact bound unless something else is said.
/// </summary>
/// <param name="Bias">|E g' - g| / |g| of the estimate g'.</param>
/// <param name="Scale">
/// E g' . g / |g|^2: how long the expectation is along g. The coupled estimate counts a token three times in two (full mask, pair), so that 1.5 is
/// its natural length, which a learning rate takes back.
/// </param>
/// <param name="Cosine">Cosine of the angle between the expectation and g.</param>
/// <param name="Variance">E |g' - E g'|^2 / |g|^2, summed over weights.</param>
/// <param name="Noise">E |g' - E g'|^2 / |E g'|^2: the variance of an estimate that is scaled to any length.</param>
public sealed record GradientMoments(double Bias, double Scale, double Cosine, double Variance, double Noise)
{
    internal static GradientMoments Of(MaskMoments moments, DrawingLaw law, double[] bound)
    {
        var exact = moments.Inner(bound, bound);
        var mean = law.Weights;
        double[] difference = [.. mean.Zip(bound, (one, other) => one - other)];
        var (square, along, variance) = (moments.Inner(mean, mean), moments.Inner(mean, bound), law.Variance(moments));
        return new(
            Math.Sqrt(Math.Max(0, moments.Inner(difference, difference)) / exact), along / exact, along / Math.Sqrt(square * exact),
            variance / exact, variance / square);
    }
}
