using System.Globalization;
using System.Text.Json;
using DiffuCoder.Models;
using TorchSharp;

namespace DiffuCoder.Training;

/// <summary>Everything a run's bytes depend on, in words by name: written into its files, compared on resuming.</summary>
internal static class RunOptions
{
    /// <summary>Those of a run.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="data">What is read.</param>
    /// <param name="options">How.</param>
    /// <param name="from">SHA-256 of the stored weights that the run begins with, where they are known.</param>
    public static IReadOnlyDictionary<string, string> Of(
        MaskedLanguageModel model, string objective, string data, TrainingOptions options, string? from = null)
    {
        var all = new SortedDictionary<string, string>(Of(objective, data, options).ToDictionary(), StringComparer.Ordinal)
        {
            ["model"] = JsonSerializer.Serialize(model.Config),
            ["device"] = model.Device.Name,
            [RecordedPrecision.Name] = RecordedPrecision.Of(model),
            ["threads"] = Text(torch.get_num_threads()),
        };
        if (from is not null) all["from"] = from;
        if (model.Adapter is not { } adapter) return all;
        all["adapter"] = adapter.Options.Description;
        // what lies under it is never changed
        all["base"] = WeightHash.Of(model.AllWeights.Where(weight => !adapter.Weights.ContainsKey(weight.Key)).ToDictionary());
        return all;
    }

    /// <summary>Those that do not depend on where the model runs.</summary>
    public static IReadOnlyDictionary<string, string> Of(string objective, string data, TrainingOptions options) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["objective"] = objective,
            ["data"] = data,
            ["steps"] = Text(options.Steps),
            ["microBatches"] = Text(options.MicroBatches),
            ["learningRate"] = options.LearningRate.Description,
            ["optimizer"] = options.Optimizer.Description,
            ["clipNorm"] = Text(options.ClipNorm),
            ["seed"] = Text(options.Seed),
            ["logEvery"] = Text(options.LogEvery),
        };

    /// <summary>Refuses to go on with a run under other options.</summary>
    /// <exception cref="TrainingException">Some differ; each is named.</exception>
    public static void RequireEqual(string checkpoint, IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now)
    {
        var different = Differences(saved, now);
        if (different.Count > 0)
            throw new TrainingException(
                $"{checkpoint} was made under other options, so the run cannot be resumed from it:\n"
                    + $"  {string.Join("\n  ", different)}\nUse the saved options, or another run directory.");
    }

    /// <summary>A line for each option that differs.</summary>
    /// <param name="saved">The one side.</param>
    /// <param name="now">The other.</param>
    /// <param name="whereSaved">What the one side is called.</param>
    /// <param name="whereNow">What the other is called.</param>
    public static IReadOnlyList<string> Differences(
        IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now, string whereSaved = "saved", string whereNow = "now") =>
        [.. saved.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Saved: RecordedPrecision.Said(saved, name), Now: RecordedPrecision.Said(now, name)))
            .Where(option => option.Saved != option.Now)
            .Select(option => $"{option.Name}: {whereSaved} {option.Saved ?? "nothing"}, {whereNow} {option.Now ?? "nothing"}")];

    private static string Text(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);
}
