namespace DiffuCoder.Runtime;

/// <summary>The percentile bootstrap of a mean (Efron 1979): the values are drawn again with replacement, and their mean is taken, many times.</summary>
internal static class Bootstrap
{
    /// <summary>The ends of the interval.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="source">Where the draws come from.</param>
    /// <param name="resamples">How many means are drawn, at least one.</param>
    /// <param name="confidence">In (0, 1).</param>
    public static (double Low, double High) Mean(IReadOnlyList<double> values, RandomSource source, int resamples, double confidence)
    {
        var draws = source.Stream();
        var means = new double[resamples];
        for (var i = 0; i < resamples; i++)
        {
            for (var j = 0; j < values.Count; j++) means[i] += values[draws.NextInt(values.Count)];
            means[i] /= values.Count;
        }
        Array.Sort(means);
        return (Percentile.OfSorted(means, (1 - confidence) / 2), Percentile.OfSorted(means, (1 + confidence) / 2));
    }
}
