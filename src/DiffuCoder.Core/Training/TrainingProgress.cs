using System.Globalization;

namespace DiffuCoder.Training;

/// <summary>Where a run stands, once per log line.</summary>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="Steps">Optimiser steps of the whole run.</param>
/// <param name="Loss">Mean loss since the last report.</param>
/// <param name="Measures">Means of the objective's further measures since the last report, by name.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="GradientNorm">Of the last step, before clipping.</param>
/// <param name="Tokens">Real tokens the model has read since the run began.</param>
/// <param name="TokensPerSecond">Since the last report.</param>
/// <param name="Elapsed">Training time since the run began, former sittings included.</param>
/// <param name="Remaining">Time left at the pace of this sitting.</param>
public sealed record TrainingProgress(
    long Step, long Steps, double Loss, IReadOnlyDictionary<string, double> Measures, double LearningRate, double GradientNorm,
    long Tokens, double TokensPerSecond, TimeSpan Elapsed, TimeSpan Remaining)
{
    /// <summary>
    /// Time spent since the last report, by name: <c>data</c>, <c>rollout</c>, <c>rewards</c> (waited for after the
    /// last completion), <c>estimates</c> (passes without gradient), <c>forward</c>, <c>backward</c>,
    /// <c>exchange</c> (of gradients between processes, waiting for the slowest included), <c>update</c>.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan> Phases { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>
    /// One plain line: step, reward, divergence, share clipped, completion length, loss,
    /// other measures, learning rate, gradient norm, tokens per second, time left.
    /// </summary>
    public override string ToString()
    {
        var pace = string.Create(
            CultureInfo.InvariantCulture, $"rate {LearningRate:0.0e+0}  gradient {GradientNorm:F3}  {TokensPerSecond:F0} tokens/s");
        return string.Join("  ", [$"step {Step}/{Steps}", .. MeasureWords.Of(this), pace, $"{Readable(Remaining)} left"]);
    }

    private static string Readable(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h{time.Minutes:00}m")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m{time.Seconds:00}s");
}
