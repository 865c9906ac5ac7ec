namespace DiffuCoder.Runtime;

/// <summary>Percentiles with linear interpolation, numpy's default.</summary>
internal static class Percentile
{
    /// <summary>The value below which a share of all values lies.</summary>
    /// <param name="values">At least one; they are sorted in place.</param>
    /// <param name="share">In [0, 1].</param>
    public static double Of(List<double> values, double share)
    {
        values.Sort();
        return OfSorted(values, share);
    }

    /// <summary>The same of values that are sorted already.</summary>
    /// <param name="values">At least one, ascending.</param>
    /// <param name="share">In [0, 1].</param>
    public static double OfSorted(IReadOnlyList<double> values, double share)
    {
        var place = (values.Count - 1) * share;
        var below = (int)place;
        var (low, high, part) = (values[below], values[Math.Min(below + 1, values.Count - 1)], place - below);
        // numpy counts from the nearer neighbour
        return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
    }
}
