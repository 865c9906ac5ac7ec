namespace DiffuCoder.Sampling;

/// <summary>Refuses values outside their range, naming the option, the value and the range.</summary>
internal static class Check
{
    public static int AtLeast(int least, int value, string option) =>
        value >= least ? value : throw new SamplerException($"{option} is {value}; it must be at least {least}.");

    public static double Within(double least, double most, double value, string option) =>
        value >= least && value <= most
            ? value
            : throw new SamplerException(
                $"{option} is {value}; it must lie {(least == double.Epsilon ? "above 0" : $"between {least}")} and "
                    + $"{(least == double.Epsilon ? "at most " : "")}{most}.");
}
