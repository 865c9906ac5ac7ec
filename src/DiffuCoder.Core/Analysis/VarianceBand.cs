using DiffuCoder.Runtime;

namespace DiffuCoder.Analysis;

/// <summary>A variance over repetitions with its confidence band: the percentile bootstrap over repetitions.</summary>
/// <param name="Value">The variance, divided by one less than the repetitions; the mean over entries where there are several.</param>
/// <param name="Low">Lower end of the band.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Count">Repetitions.</param>
public sealed record VarianceBand(double Value, double Low, double High, int Count)
{
    /// <summary>The same for charts, which draw means: the variance in the place of the mean.</summary>
    public Band Band => new(Value, Low, High, Count);

    /// <summary>The variance of one number that was measured again and again.</summary>
    /// <param name="repetitions">At least two.</param>
    /// <param name="options">How the band is made; <see cref="BandOptions.Default"/> when null.</param>
    /// <exception cref="AnalysisException">There are fewer than two.</exception>
    public static VarianceBand Of(IReadOnlyList<double> repetitions, BandOptions? options = null) =>
        Mean([.. repetitions.Select(value => (IReadOnlyList<double>)[value])], options);

    /// <summary>
    /// The mean over entries of each entry's variance. Entries of one repetition
    /// stay together in the bootstrap, whatever they have to do with each other.
    /// </summary>
    /// <param name="repetitions">At least two, of the same number of entries, at least one.</param>
    /// <param name="options">How the band is made; <see cref="BandOptions.Default"/> when null.</param>
    /// <exception cref="AnalysisException">There are fewer than two, or they differ in length.</exception>
    public static VarianceBand Mean(IReadOnlyList<IReadOnlyList<double>> repetitions, BandOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(repetitions);
        options ??= BandOptions.Default;
        Need.AtLeast(2, repetitions.Count, "The number of repetitions of which to take a variance");
        var width = Need.AtLeast(1, repetitions[0].Count, "The number of entries of a repetition");
        if (repetitions.Any(row => row.Count != width))
            throw new AnalysisException(
                $"Repetitions have from {repetitions.Min(row => row.Count)} to {repetitions.Max(row => row.Count)} entries; give each the same.");
        var centred = Centred(repetitions, width);
        var (low, high) = Bootstrap.Of(
            [centred.Length], chosen => Variance(centred, chosen[0], width), new(options.Seed), options.Resamples, options.Confidence);
        return new(Variance(centred, [.. Enumerable.Range(0, centred.Length)], width), low, high, centred.Length);
    }

    // around the mean of all repetitions, so that the difference of squares below loses no digits
    private static double[][] Centred(IReadOnlyList<IReadOnlyList<double>> repetitions, int width)
    {
        double[] means = [.. Enumerable.Range(0, width).Select(column => repetitions.Average(row => row[column]))];
        return [.. repetitions.Select(row => row.Zip(means, (value, mean) => value - mean).ToArray())];
    }

    private static double Variance(double[][] centred, int[] chosen, int width)
    {
        var (squares, sums) = (0.0, new double[width]);
        foreach (var i in chosen)
            for (var column = 0; column < width; column++)
            {
                var value = centred[i][column];
                squares += value * value;
                sums[column] += value;
            }
        // rounding may leave less than nothing
        return Math.Max(0, (squares - sums.Sum(sum => sum * sum) / chosen.Length) / (chosen.Length - 1) / width);
    }
}
