namespace DiffuCoder.Repairs;

/// <summary>Refuses values outside their range, naming the option, the value and the range.</summary>
internal static class RepairCheck
{
    public static int AtLeast(int least, int value, string option) =>
        value >= least ? value : throw new RepairException($"{option} is {value}; it must be at least {least}.");

    public static double NotNegative(double value, string option) => value is >= 0 and <= double.MaxValue
        ? value
        : throw new RepairException(FormattableString.Invariant($"{option} is {value}; it must be a number of at least 0."));

    public static double Share(double value) => value is > 0 and <= 1
        ? value
        : throw new RepairException(FormattableString.Invariant($"The share of tokens is {value}; it must lie above 0 and be at most 1."));
}
