using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DiffuCoder.Checkpoints;

namespace DiffuCoder.Evaluation;

/// <summary>
/// EvalPlus's <c>samples.jsonl</c>: an answer a line, with <c>task_id</c> and <c>solution</c> (the whole program) or
/// <c>completion</c> (what follows the prompt). The kit's lines have further fields, which EvalPlus does not read.
/// </summary>
public static class SamplesFile
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file and checks it against a benchmark.</summary>
    /// <param name="path">The file, plain or gzipped.</param>
    /// <param name="benchmark">The benchmark it answers.</param>
    /// <returns>The answers, in the order of the file.</returns>
    /// <exception cref="EvaluationException">A line is damaged, names a task that the benchmark lacks, or a task has no answer.</exception>
    public static IReadOnlyList<Sample> Read(string path, Benchmark benchmark)
    {
        var problems = benchmark.Problems.ToDictionary(problem => problem.TaskId);
        var counts = problems.Keys.ToDictionary(task => task, _ => 0);
        var leftOut = benchmark.Excluded.Select(problem => problem.TaskId).ToHashSet();
        var (samples, unknown) = (new List<Sample>(), new List<string>());
        foreach (var row in JsonLines.Read(path).Rows)
        {
            var task = row.Text("task_id");
            if (problems.TryGetValue(task, out var problem)) samples.Add(SampleOf(row, problem) with { Index = counts[task]++ });
            else if (!leftOut.Contains(task)) unknown.Add($"{task} (line {row.Line})");
        }
        if (unknown.Count > 0)
            throw new EvaluationException(path, null, $"{benchmark.Name} has no task {Some(unknown)}. Is it another benchmark's file?");
        var missing = counts.Where(count => count.Value == 0).Select(count => count.Key).ToList();
        return missing.Count == 0
            ? samples
            : throw new EvaluationException(
                path, null,
                $"there is no answer to {Some(missing)} of {benchmark.Name}; "
                    + $"a score needs an answer to each of its {benchmark.Problems.Count} tasks.");
    }

    /// <summary>Writes a file; an older one is replaced as a whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">The answers.</param>
    public static void Write(string path, IEnumerable<Sample> samples) =>
        AtomicFile.Write(path, stream =>
        {
            foreach (var sample in samples) stream.Write(Line(sample));
        });

    /// <summary>One line with its end.</summary>
    internal static byte[] Line(Sample sample)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            json.WriteString("task_id", sample.TaskId);
            json.WriteString("solution", sample.Solution);
            json.WriteNumber("sample", sample.Index);
            if (sample.Seed is { } seed) json.WriteNumber("seed", seed);
            if (sample.Tokens is { } tokens) json.WriteNumber("tokens", tokens);
            if (sample.Ended is { } ended) json.WriteBoolean("ended", ended);
            if (sample.Completion is { } completion) json.WriteString("raw_completion", completion);
            json.WriteEndObject();
        }
        return [.. bytes.WrittenSpan, (byte)'\n'];
    }

    /// <summary>The answer on a line; a file of EvalPlus may give what follows the prompt only.</summary>
    internal static Sample SampleOf(JsonRow row, Problem problem)
    {
        if (!row.Has("solution") && !row.Has("completion"))
            throw row.Failure("neither \"solution\" nor \"completion\" is there; an answer needs one of them.");
        return new(problem.TaskId, row.Has("solution") ? row.Text("solution") : problem.StoredPrompt + row.Text("completion"))
        {
            Completion = row.Has("raw_completion") ? row.Text("raw_completion") : row.Has("completion") ? row.Text("completion") : null,
            Seed = row.Has("seed") && row.Json.GetProperty("seed").TryGetInt64(out var seed) ? seed : null,
            Tokens = row.Has("tokens") ? row.Integer("tokens") : null,
            Ended = row.Has("ended") ? row.Json.GetProperty("ended").ValueKind == JsonValueKind.True : null,
        };
    }

    private static string Some(List<string> names) =>
        string.Join(", ", names.Take(10)) + (names.Count > 10 ? $" and {names.Count - 10} others" : "");
}
