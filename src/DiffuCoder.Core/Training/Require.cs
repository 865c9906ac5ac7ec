using System.Runtime.CompilerServices;

namespace DiffuCoder.Training;

/// <summary>Checks of option values: each names the option, the value and the allowed range.</summary>
internal static class Require
{
    public static double Within(double value, double low, double high, [CallerMemberName] string option = "") =>
        value >= low && value <= high ? value : throw Refused(option, value, $"must lie in [{low}, {high}]");

    public static double Above(double value, double low, [CallerMemberName] string option = "") =>
        value > low && double.IsFinite(value) ? value : throw Refused(option, value, $"must be a finite number above {low}");

    public static long AtLeast(long value, long low, [CallerMemberName] string option = "") =>
        value >= low ? value : throw Refused(option, value, $"must be at least {low}");

    private static TrainingException Refused(string option, object value, string range) =>
        new(FormattableString.Invariant($"{option} is {value}; it {range}."));
}
