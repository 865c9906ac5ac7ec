using System.Globalization;

namespace DiffuCoder.Training;

/// <summary>
/// The measures of a log line for people: those of reinforcement learning first and by their usual names, then the loss, then the rest.
/// </summary>
internal static class MeasureWords
{
    private const string Reward = "reward", Divergence = "kl", ClippedLow = "clip_low", ClippedHigh = "clip_high", Length = "completion_length";

    public static IEnumerable<string> Of(TrainingProgress progress)
    {
        var rest = progress.Measures.ToDictionary();
        if (Take(Reward) is { } reward) yield return Text($"reward {reward:F3}");
        if (Take(Divergence) is { } divergence) yield return Text($"KL {divergence:F5}");
        // no token is clipped on both sides
        if ((Take(ClippedLow), Take(ClippedHigh)) is ({ } low, { } high)) yield return Text($"clipped {100 * (low + high):F1} %");
        if (Take(Length) is { } length) yield return Text($"length {length:F0}");
        yield return Text($"loss {progress.Loss:F4}");
        foreach (var (name, value) in rest) yield return Text($"{name.Replace('_', ' ')} {value:F3}");

        double? Take(string name) => rest.Remove(name, out var value) ? value : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
