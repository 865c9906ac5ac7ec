using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DiffuCoder.Checkpoints;
using DiffuCoder.Models;

namespace DiffuCoder.Evaluation;

/// <summary>What a run's answers depend on, in words by name: written when the run begins, compared when it goes on.</summary>
internal static class RunRecord
{
    private const string FileName = "options.json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyDictionary<string, string> Of(Benchmark benchmark, EvaluationOptions options, IAnswers answers) =>
        new SortedDictionary<string, string>(
            answers.Identity.Concat(Options(benchmark, options)).Concat(ShardOf(options)).ToDictionary(), StringComparer.Ordinal);

    /// <summary>The part that does not depend on where the answers come from, nor on how the problems are shared out.</summary>
    public static IReadOnlyDictionary<string, string> Options(Benchmark benchmark, EvaluationOptions options) =>
        new Dictionary<string, string>
        {
            ["benchmark"] = benchmark.Name,
            ["benchmarkSha256"] = benchmark.Sha256,
            ["problems"] = benchmark.Problems.Count.ToString(CultureInfo.InvariantCulture),
            ["without"] = string.Join(", ", benchmark.Excluded.Select(problem => problem.TaskId)),
            ["prompting"] = options.Prompting.ToString(),
            ["form"] = benchmark.Form.ToString(),
            ["samples"] = options.Samples.ToString(CultureInfo.InvariantCulture),
            ["seed"] = options.Seed.ToString(CultureInfo.InvariantCulture),
            ["sanitize"] = options.Sanitize ? options.SanitizeRule.ToString() : "False",
        };

    private static IEnumerable<KeyValuePair<string, string>> ShardOf(EvaluationOptions options) =>
        options.Shard is { } shard ? [new("shard", shard.ToString())] : [];

    /// <summary>The record of a run that was begun.</summary>
    /// <exception cref="EvaluationException">There is none, or it is damaged.</exception>
    public static IReadOnlyDictionary<string, string> Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        return File.Exists(path) ? Saved(path) : throw new EvaluationException(directory, null, $"there is no {FileName}: it is no run's directory.");
    }

    /// <summary>Begins a run in a directory, or makes sure that the one begun there is the same.</summary>
    /// <exception cref="EvaluationException">The directory holds a run under other options; each difference is named.</exception>
    public static void Begin(string directory, IReadOnlyDictionary<string, string> now)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        if (File.Exists(path)) RequireEqual(path, Saved(path), now);
        else if (File.Exists(Path.Combine(directory, "samples.jsonl")))
            throw new EvaluationException(
                directory, null,
                "there is a samples.jsonl without the options.json of its run, so the run cannot go on. "
                    + "Use another directory, or score the file as it is.");
        else AtomicFile.WriteAllText(path, JsonSerializer.Serialize(now, Readable) + "\n");
    }

    private static Dictionary<string, string> Saved(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new EvaluationException(path, null, $"these are not the options of a run ({e.Message}). Use another directory.", e);
        }
    }

    private static void RequireEqual(string path, IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now)
    {
        var different = saved.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Saved: RecordedPrecision.Said(saved, name), Now: RecordedPrecision.Said(now, name)))
            .Where(option => option.Saved != option.Now)
            .Select(option => $"  {option.Name}: saved {option.Saved ?? "nothing"}, now {option.Now ?? "nothing"}").ToList();
        if (different.Count > 0)
            throw new EvaluationException(
                path, null,
                $"the run in this directory was begun under other options:\n{string.Join("\n", different)}\nUse those, or another directory.");
    }
}
