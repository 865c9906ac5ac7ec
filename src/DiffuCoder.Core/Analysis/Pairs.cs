namespace DiffuCoder.Analysis;

/// <summary>The mean of a distance over all pairs of a set: 0 when all are alike.</summary>
internal static class Pairs
{
    /// <summary>The mean over the pairs for which the distance is defined (not NaN); NaN when there is no such pair.</summary>
    /// <exception cref="AnalysisException">There are fewer than two items.</exception>
    public static double Mean<T>(IReadOnlyList<T> items, Func<T, T, double> distance)
    {
        Require(items);
        return items
            .SelectMany((one, i) => items.Skip(i + 1).Select(other => distance(one, other)))
            .Where(value => !double.IsNaN(value))
            .DefaultIfEmpty(double.NaN)
            .Average();
    }

    public static void Require<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count < 2)
            throw new AnalysisException(
                $"Diversity is measured between at least two completions, and there {(items.Count == 1 ? "is 1" : "are 0")}.");
    }
}
