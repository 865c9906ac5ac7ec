using System.Runtime.CompilerServices;

namespace DiffuCoder.Datasets;

/// <summary>Checks of option values: each names the option, the value and what is allowed.</summary>
internal static class Require
{
    public static double Within(double value, double low, double high, [CallerMemberName] string option = "") =>
        value >= low && value <= high
            ? value
            : throw new DataException(FormattableString.Invariant($"{option} is {value}; it must lie in [{low}, {high}]."));

    public static string Column(string value, [CallerMemberName] string option = "") =>
        !string.IsNullOrWhiteSpace(value) ? value : throw new DataException($"{option} is \"{value}\"; it must be the name of a column.");
}
