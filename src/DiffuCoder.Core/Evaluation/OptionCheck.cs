namespace DiffuCoder.Evaluation;

/// <summary>Refuses values outside their range, naming the option, the value and the range.</summary>
internal static class OptionCheck
{
    public static int AtLeast(int least, int value, string option) =>
        value >= least ? value : throw new EvaluationException($"{option} is {value}; it must be at least {least}.");

    public static double Between(double low, double high, double value, string option) =>
        value > low && value < high
            ? value
            : throw new EvaluationException(FormattableString.Invariant($"{option} is {value}; it must lie between {low} and {high}."));
}
