namespace DiffuCoder.Analysis;

/// <summary>Refuses what cannot be analysed, naming it, the value and what would be right.</summary>
internal static class Need
{
    public static int AtLeast(int least, int value, string what) =>
        value >= least ? value : throw new AnalysisException($"{what} is {value}; it must be at least {least}.");

    public static double Between(double low, double high, double value, string what) =>
        value > low && value < high
            ? value
            : throw new AnalysisException(FormattableString.Invariant($"{what} is {value}; it must lie between {low} and {high}."));

    public static IReadOnlyList<T> Some<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count > 0 ? items : throw new AnalysisException("There are no trajectories to analyse; give at least one.");
    }
}
