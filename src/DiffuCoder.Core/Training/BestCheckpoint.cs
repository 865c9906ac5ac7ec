using System.Text.Json;
using DiffuCoder.Checkpoints;
using DiffuCoder.Models;

namespace DiffuCoder.Training;

/// <summary>
/// The best weights of a run so far, in <c>best/</c> beside its checkpoints: a
/// model directory, and <c>best.json</c> with step and value. Replaced as a whole.
/// </summary>
internal static class BestCheckpoint
{
    private const string Name = "best";

    /// <summary>Writes the weights if the report's value of the measure is better than the best so far.</summary>
    /// <returns>The best value from now on.</returns>
    /// <exception cref="TrainingException">The run has no such measure.</exception>
    public static double? Keep(
        string checkpoints, MaskedLanguageModel model, BestMeasure measure, double? best, TrainingProgress report, Action<string> probe)
    {
        if (Value(measure, report) is not { } value || !measure.Improves(value, best)) return best;
        CheckpointSwap.Default.Replace(Path.Combine(checkpoints, Name), directory =>
        {
            RunCheckpoint.WriteModel(directory, model);
            AtomicFile.WriteAllText(
                Path.Combine(directory, "best.json"), JsonSerializer.Serialize(new { step = report.Step, measure = measure.Name, value }));
            probe("best written");
        });
        probe("best in place");
        return value;
    }

    /// <summary>Its directory; null where there is none.</summary>
    public static string? Locate(string checkpoints) =>
        CheckpointSwap.Locate(Path.Combine(checkpoints, Name)) is var found && Directory.Exists(found) ? found : null;

    private static double? Value(BestMeasure measure, TrainingProgress report)
    {
        if (measure.Name == "loss") return report.Loss;
        if (report.Measures.TryGetValue(measure.Name, out var value)) return value;
        // held-out rows are not read between two log lines where they are read more seldom
        return measure == BestMeasure.ValidationLoss ? null
            : throw new TrainingException(
                $"{nameof(TrainingOptions.Best)} is {measure.Name}, which this run does not measure; "
                    + $"it measures loss, {string.Join(", ", report.Measures.Keys)}.");
    }
}
