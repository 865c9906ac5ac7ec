namespace DiffuCoder.Analysis;

/// <summary>Levenshtein's distance between token sequences (1966), as a share of the longer one.</summary>
public static class EditDistance
{
    /// <summary>The fewest tokens to insert, delete or replace, divided by the length of the longer sequence.</summary>
    /// <param name="one">Token ids.</param>
    /// <param name="other">Token ids.</param>
    /// <returns>In [0, 1]: 0 when equal, 1 when nothing can be kept. Two empty sequences are equal.</returns>
    /// <remarks>Takes time in proportion to the product of the lengths.</remarks>
    public static double Of(IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var longer = Math.Max(one.Count, other.Count);
        return longer == 0 ? 0 : (double)Edits(one, other) / longer;
    }

    /// <summary>The mean over all pairs.</summary>
    /// <param name="completions">Token ids of at least two completions.</param>
    /// <returns>In [0, 1]: 0 when all are equal.</returns>
    /// <exception cref="AnalysisException">There are fewer than two completions.</exception>
    public static double Mean(IReadOnlyList<IReadOnlyList<int>> completions) => Pairs.Mean(completions, Of);

    private static int Edits(IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        // row[j]: edits that turn what was read of the one into the first j of the other
        var row = Enumerable.Range(0, other.Count + 1).ToArray();
        for (var i = 1; i <= one.Count; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Count; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
