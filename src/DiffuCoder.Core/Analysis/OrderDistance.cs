namespace DiffuCoder.Analysis;

/// <summary>
/// How differently generations were decoded: Kendall's distance between their orders with penalty 1/2, since steps of several
/// tokens are ties (Fagin, Kumar, Mahdian, Sivakumar and Vee, "Comparing partial rankings", SIAM J. Discrete Math. 20(3), 2006).
/// </summary>
public static class OrderDistance
{
    /// <summary>
    /// Over all pairs of positions that both orders revealed, the mean of: 1 if they were
    /// revealed in opposite orders, 1/2 if in the same step of one order only, otherwise 0.
    /// </summary>
    /// <param name="one">An order of decoding.</param>
    /// <param name="other">Another one.</param>
    /// <returns>
    /// In [0, 1]: 0 for equal orders, 1 for opposite ones without ties, about 1/2 for unrelated ones; NaN with fewer than two common positions.
    /// </returns>
    /// <remarks>Takes time in proportion to the square of the number of positions.</remarks>
    public static double Of(DecodingOrder one, DecodingOrder other)
    {
        var (first, second) = (StepOf(one), StepOf(other));
        var times = first.Keys.Where(second.ContainsKey).Select(position => (One: first[position], Other: second[position])).ToArray();
        var penalty = 0.0;
        for (var i = 0; i < times.Length; i++)
            for (var j = 0; j < i; j++)
                penalty += Math.Abs(times[i].One.CompareTo(times[j].One) - times[i].Other.CompareTo(times[j].Other)) / 2.0;
        return penalty / (times.Length * (times.Length - 1.0) / 2);
    }

    /// <summary>The mean over all pairs of generations.</summary>
    /// <param name="orders">At least two.</param>
    /// <returns>In [0, 1]; NaN when no pair has two positions in common.</returns>
    /// <exception cref="AnalysisException">There are fewer than two orders.</exception>
    public static double Mean(IReadOnlyList<DecodingOrder> orders) => Pairs.Mean(orders, Of);

    private static Dictionary<int, int> StepOf(DecodingOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Steps.SelectMany((step, i) => step.Select(position => (position, i))).ToDictionary();
    }
}
