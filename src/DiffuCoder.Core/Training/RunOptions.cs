using System.Globalization;
using System.Text.Json;
using DiffuCoder.Models;
using TorchSharp;

namespace DiffuCoder.Training;

/// <summary>Everything a run's bytes depend on, in words by name: written into its files, compared on resuming.</summary>
internal static class RunOptions
{
    public static IReadOnlyDictionary<string, string> Of(MaskedLanguageModel model, string objective, string data, TrainingOptions options) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = JsonSerializer.Serialize(model.Config),
            ["device"] = model.Device.Name,
            ["computeType"] = model.ComputeType.ToString(),
            ["objective"] = objective,
            ["data"] = data,
            ["steps"] = Text(options.Steps),
            ["microBatches"] = Text(options.MicroBatches),
            ["learningRate"] = options.LearningRate.Description,
            ["optimizer"] = options.Optimizer.Description,
            ["clipNorm"] = Text(options.ClipNorm),
            ["seed"] = Text(options.Seed),
            ["logEvery"] = Text(options.LogEvery),
            ["threads"] = Text(torch.get_num_threads()),
        };

    /// <summary>Refuses to go on with a run under other options.</summary>
    /// <exception cref="TrainingException">Some differ; each is named.</exception>
    public static void RequireEqual(string checkpoint, IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now)
    {
        var different = saved.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Where(name => saved.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name}: saved {saved.GetValueOrDefault(name, "nothing")}, now {now.GetValueOrDefault(name, "nothing")}").ToList();
        if (different.Count > 0)
            throw new TrainingException($"{checkpoint} was made under other options, so the run cannot be resumed from it:\n  {string.Join("\n  ", different)}\nUse the saved options, or another run directory.");
    }

    private static string Text(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);
}
