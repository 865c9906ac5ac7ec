namespace DiffuCoder.Runtime;

/// <summary>
/// The percentile bootstrap (Efron 1979): what was observed is drawn again with replacement, and its statistic is taken, many times.
/// </summary>
internal static class Bootstrap
{
    /// <summary>The ends of the interval of a mean.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="source">Where the draws come from.</param>
    /// <param name="resamples">How many means are drawn, at least one.</param>
    /// <param name="confidence">In (0, 1).</param>
    public static (double Low, double High) Mean(IReadOnlyList<double> values, RandomSource source, int resamples, double confidence) =>
        Of(values.Count, chosen =>
        {
            var sum = 0.0;
            foreach (var i in chosen) sum += values[i];
            return sum / values.Count;
        }, source, resamples, confidence);

    /// <summary>The ends of the interval of any statistic.</summary>
    /// <param name="count">How many were observed, at least one.</param>
    /// <param name="statistic">From the numbers of those that were drawn, as many as were observed; valid during the call only.</param>
    /// <param name="source">Where the draws come from.</param>
    /// <param name="resamples">How often they are drawn, at least once.</param>
    /// <param name="confidence">In (0, 1).</param>
    public static (double Low, double High) Of(int count, Func<int[], double> statistic, RandomSource source, int resamples, double confidence)
    {
        var draws = source.Stream();
        var (values, chosen) = (new double[resamples], new int[count]);
        for (var i = 0; i < resamples; i++)
        {
            for (var j = 0; j < count; j++) chosen[j] = draws.NextInt(count);
            values[i] = statistic(chosen);
        }
        Array.Sort(values);
        return (Percentile.OfSorted(values, (1 - confidence) / 2), Percentile.OfSorted(values, (1 + confidence) / 2));
    }
}
