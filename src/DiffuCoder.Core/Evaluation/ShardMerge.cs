using DiffuCoder.Checkpoints;

namespace DiffuCoder.Evaluation;

/// <summary>Makes one run of the directories of its shards, or says what is missing, there twice or different.</summary>
internal static class ShardMerge
{
    private const string Key = "shard", Sampler = "sampler", Samples = "samples.jsonl";

    /// <summary>Writes the run's record and answers: those of one process that did all.</summary>
    /// <returns>The record.</returns>
    /// <exception cref="EvaluationException">The directories are not the shards of one run of this benchmark, each once and finished.</exception>
    public static IReadOnlyDictionary<string, string> Write(
        IReadOnlyList<string> shards, Benchmark benchmark, EvaluationOptions options, string directory)
    {
        if (shards.Count == 0) throw new EvaluationException("There are no shards to merge; name their directories.");
        List<(string Directory, Shard Shard, IReadOnlyDictionary<string, string> Record)> parts = [.. shards.Select(Read)];
        var first = parts[0];
        foreach (var part in parts) RequireSame(first, part);
        RequireEach(parts.Select(part => (part.Directory, part.Shard)));
        var record = RunRecord.Options(benchmark, options).ToDictionary();
        if (first.Record.ContainsKey(Sampler)) record[Sampler] = SamplerWords.Of(options.Sampler);
        foreach (var (name, value) in record)
            if (first.Record.GetValueOrDefault(name) != value)
                throw new EvaluationException(
                    first.Directory, null,
                    $"the shard was begun with {name} {first.Record.GetValueOrDefault(name) ?? "unsaid"}, and is merged with {value}.");
        var whole = first.Record.Where(entry => entry.Key != Key).ToDictionary();
        var ordered = parts.OrderBy(part => part.Shard.Number)
            .Select(part => Answers(part.Directory, part.Shard.Of(benchmark), options.Samples)).ToList();
        byte[] merged = [.. ordered.SelectMany(bytes => bytes)];
        RunRecord.Begin(directory, whole);
        var path = Path.Combine(directory, Samples);
        using var held = SampleLog.Hold(path);
        if (File.Exists(path) && !merged.AsSpan().StartsWith(File.ReadAllBytes(path)))
            throw new EvaluationException(path, null, "there are answers already that are not the shards'. Merge into another directory.");
        if (options.KeepTrajectories)
        {
            var lines = parts.OrderBy(part => part.Shard.Number)
                .SelectMany(part => TrajectoryLog.Lines(part.Directory, part.Shard.Of(benchmark).Problems.Count * options.Samples));
            AtomicFile.WriteAllBytes(Path.Combine(directory, TrajectoryLog.Name), [.. lines]);
        }
        AtomicFile.WriteAllBytes(path, merged);
        return new SortedDictionary<string, string>(whole, StringComparer.Ordinal);
    }

    private static (string Directory, Shard Shard, IReadOnlyDictionary<string, string> Record) Read(string directory)
    {
        var record = RunRecord.Read(directory);
        return record.TryGetValue(Key, out var shard)
            ? (directory, Shard.Parse(shard), record)
            : throw new EvaluationException(directory, null, "this is a whole run and no shard; it needs no merging.");
    }

    private static void RequireSame(
        (string Directory, Shard Shard, IReadOnlyDictionary<string, string> Record) one,
        (string Directory, Shard Shard, IReadOnlyDictionary<string, string> Record) other)
    {
        if (one.Shard.Count != other.Shard.Count)
            throw new EvaluationException(
                other.Directory, null, $"this is shard {other.Shard}, and {one.Directory} is {one.Shard}: they are of two runs.");
        foreach (var name in one.Record.Keys.Union(other.Record.Keys).Where(name => name != Key).Order(StringComparer.Ordinal))
            if (one.Record.GetValueOrDefault(name) != other.Record.GetValueOrDefault(name))
                throw new EvaluationException(
                    other.Directory, null,
                    $"{name} is {other.Record.GetValueOrDefault(name) ?? "unsaid"}, and of {one.Directory} it is "
                        + $"{one.Record.GetValueOrDefault(name) ?? "unsaid"}: they are of two runs.");
    }

    private static void RequireEach(IEnumerable<(string Directory, Shard Shard)> parts)
    {
        var byNumber = parts.ToLookup(part => part.Shard.Number);
        var count = byNumber.First().First().Shard.Count;
        foreach (var same in byNumber.Where(same => same.Count() > 1))
            throw new EvaluationException(
                $"Shard {same.First().Shard} is there more than once: {string.Join(", ", same.Select(part => part.Directory))}.");
        if (Enumerable.Range(1, count).Where(number => !byNumber.Contains(number)).ToList() is { Count: > 0 } missing)
            throw new EvaluationException($"Of {count} shards {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing.");
    }

    // whole lines, as many as the shard has answers, of its own tasks
    private static byte[] Answers(string directory, Benchmark part, int samples)
    {
        var path = Path.Combine(directory, Samples);
        if (!File.Exists(path)) throw new EvaluationException(directory, null, $"there is no {Samples}; let the shard finish first.");
        List<(Problem Problem, int Index)> order = [
            .. part.Problems.SelectMany(problem => Enumerable.Range(0, samples).Select(index => (problem, index)))];
        var bytes = File.ReadAllBytes(path);
        var (found, whole) = SampleLog.Read(bytes, path, order);
        return found.Count == order.Count && whole == bytes.Length
            ? bytes
            : throw new EvaluationException(directory, null, $"it has {found.Count} of {order.Count} answers; let the shard finish first.");
    }
}
