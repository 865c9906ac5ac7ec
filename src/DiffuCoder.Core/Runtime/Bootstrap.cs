namespace DiffuCoder.Runtime;

/// <summary>
/// The percentile bootstrap (Efron 1979): what was observed is drawn again with replacement, and its statistic is taken, many times.
/// </summary>
public static class Bootstrap
{
    /// <summary>The ends of the interval of a mean.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="source">Where the draws come from.</param>
    /// <param name="resamples">How many means are drawn, at least one.</param>
    /// <param name="confidence">In (0, 1).</param>
    public static (double Low, double High) Mean(IReadOnlyList<double> values, RandomSource source, int resamples, double confidence)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of([values.Count], chosen =>
        {
            var sum = 0.0;
            foreach (var i in chosen[0]) sum += values[i];
            return sum / values.Count;
        }, source, resamples, confidence);
    }

    /// <summary>The ends of the interval of any statistic of one or several samples, each drawn from by itself.</summary>
    /// <param name="counts">How many were observed in each sample, at least one.</param>
    /// <param name="statistic">
    /// From the numbers of those that were drawn, for each sample as many as were observed; valid during the call only.
    /// </param>
    /// <param name="source">Where the draws come from.</param>
    /// <param name="resamples">How often they are drawn, at least once.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <example><code>
    /// double[] before = [0.2, 0.5, 0.4], after = [0.6, 0.4];
    /// var (low, high) = Bootstrap.Of(
    ///     [before.Length, after.Length],
    ///     drawn => drawn[1].Average(i => after[i]) - drawn[0].Average(i => before[i]),
    ///     new RandomSource(7), 1000, 0.95);
    /// </code></example>
    public static (double Low, double High) Of(
        IReadOnlyList<int> counts, Func<int[][], double> statistic, RandomSource source, int resamples, double confidence)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfZero(counts.Count, nameof(counts));
        foreach (var count in counts) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(counts));
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (confidence is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "It must lie between 0 and 1.");
        var draws = source.Stream();
        var values = new double[resamples];
        int[][] chosen = [.. counts.Select(count => new int[count])];
        for (var i = 0; i < resamples; i++)
        {
            foreach (var sample in chosen)
                for (var j = 0; j < sample.Length; j++) sample[j] = draws.NextInt(sample.Length);
            values[i] = statistic(chosen);
        }
        Array.Sort(values);
        return (Percentile.OfSorted(values, (1 - confidence) / 2), Percentile.OfSorted(values, (1 + confidence) / 2));
    }
}
