using DiffuCoder.Runtime;

namespace DiffuCoder.Analysis;

/// <summary>
/// A mean over trajectories with its confidence band: the percentile bootstrap (Efron, "Bootstrap methods: another look
/// at the jackknife", 1979), which asks for no distribution. Trajectories are taken as independent; of several answers
/// to one problem, take the mean first. The bands of a curve hold point by point, not for the curve as a whole.
/// </summary>
/// <param name="Mean">The mean, in the unit of what is measured.</param>
/// <param name="Low">Lower end of the band; of one trajectory, or of equal ones, both ends are the mean.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Count">Trajectories that count: those for which the value is defined.</param>
public sealed record Band(double Mean, double Low, double High, int Count)
{
    /// <summary>The band of values, one a trajectory. It does not depend on their order.</summary>
    /// <param name="values">NaN where a trajectory has no such value; these do not count.</param>
    /// <param name="options">How the band is made; <see cref="BandOptions.Default"/> when null.</param>
    /// <returns>The band; all NaN and a count of 0 when no trajectory has such a value.</returns>
    public static Band Of(IEnumerable<double> values, BandOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        options ??= BandOptions.Default;
        // sorted, so that rounding and draws are the same whatever the order
        double[] defined = [.. values.Where(value => !double.IsNaN(value)).Order()];
        if (defined.Length == 0) return new(double.NaN, double.NaN, double.NaN, 0);
        var (low, high) = Bootstrap.Mean(defined, new RandomSource(options.Seed), options.Resamples, options.Confidence);
        return new(defined.Average(), low, high, defined.Length);
    }
}
