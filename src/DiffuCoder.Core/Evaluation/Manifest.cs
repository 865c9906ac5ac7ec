using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffuCoder.Checkpoints;
using TorchSharp;

namespace DiffuCoder.Evaluation;

/// <summary>Everything that a score depends on, beside the score.</summary>
internal static class Manifest
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes the manifest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="answers">What the answers depend on; null where they were read from a file.</param>
    /// <param name="batchSize">Answers sampled together; null where they were read from a file.</param>
    /// <param name="benchmark">The benchmark as it was measured on.</param>
    /// <param name="scoring">How they were scored.</param>
    /// <param name="sandbox">What isolated them, and what they ran on.</param>
    /// <param name="samplesSha256">SHA-256 of the file of samples.</param>
    /// <param name="times">When the sitting began and ended.</param>
    /// <param name="result">The scores.</param>
    public static void Write(
        string path, IReadOnlyDictionary<string, string>? answers, int? batchSize, Benchmark benchmark, ScoringOptions scoring,
        (string Description, SandboxEnvironment Environment) sandbox,
        string samplesSha256, (DateTimeOffset Began, DateTimeOffset Ended) times, EvaluationResult result)
    {
        var manifest = new
        {
            Options = answers,
            BatchSize = batchSize,
            Scoring = scoring,
            Benchmark = new
            {
                benchmark.Name,
                benchmark.Source,
                benchmark.Sha256,
                Problems = benchmark.Problems.Count,
                Comparison = Comparison(benchmark),
                benchmark.Excluded,
                MoreThanUsual = MoreThanUsual(benchmark),
            },
            SamplesSha256 = samplesSha256,
            Sandbox = sandbox.Description,
            sandbox.Environment,
            Libraries = Libraries(withTorch: answers is not null),
            times.Began,
            Seconds = Math.Round((times.Ended - times.Began).TotalSeconds, 3),
            Scores = new { result.Base, result.Plus },
        };
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(manifest, Readable) + "\n");
    }

    /// <summary>Whose rule says when an output is right; null where the tests themselves do.</summary>
    private static string? Comparison(Benchmark benchmark) => benchmark.Problems.Any(problem => problem.Inputs is not null) ? "EvalPlus 0.3.1" : null;

    /// <summary>
    /// Limits of problems that get more than <see cref="ScoringOptions.Limits"/>: times follow what the canonical solution took on this machine.
    /// </summary>
    private static Dictionary<string, object> MoreThanUsual(Benchmark benchmark) => benchmark.Problems
        .Where(problem => problem is not { TestTime: null, CandidateTime: null, MemoryBytes: null, ValueBytes: null })
        .ToDictionary(
            problem => problem.TaskId,
            object (problem) => new { problem.TestTime, problem.CandidateTime, problem.MemoryBytes, problem.ValueBytes });

    private static Dictionary<string, string> Libraries(bool withTorch)
    {
        var kit = typeof(Manifest).Assembly;
        var libraries = new Dictionary<string, string>
        {
            ["DiffuCoder.Core"] = kit.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                ?? kit.GetName().Version!.ToString(),
            [".NET"] = Environment.Version.ToString(),
        };
        if (!withTorch) return libraries; // scoring a file loads no native library
        libraries["TorchSharp"] = typeof(torch).Assembly.GetName().Version!.ToString();
        libraries["libtorch"] = torch.__version__;
        libraries["threads"] = torch.get_num_threads().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return libraries;
    }
}
