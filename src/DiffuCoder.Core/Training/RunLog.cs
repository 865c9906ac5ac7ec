using System.Text;
using System.Text.Json;
using TorchSharp;

namespace DiffuCoder.Training;

/// <summary>
/// The run's records: <c>metrics.jsonl</c> (nothing in it depends on the clock, so that it is equal to the bit however often the
/// run was interrupted), <c>completions.jsonl</c> (what was sampled in reinforcement learning, as independent of the clock),
/// <c>timing.jsonl</c> (what does depend on it), and TensorBoard event files, which are made anew from both on resuming.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly string directory;
    private readonly int ranks;
    private readonly FileStream metrics, timing;
    private FileStream? completions;
    private readonly TorchSharp.Modules.SummaryWriter? board;

    private const string Completions = "completions.jsonl";

    /// <param name="directory">The run's directory.</param>
    /// <param name="state">Where the run stands; later lines are cut off.</param>
    /// <param name="tensorBoard">Write event files.</param>
    /// <param name="ranks">Processes that train together; timing.jsonl has them where there are several.</param>
    public RunLog(string directory, RunState state, bool tensorBoard, int ranks)
    {
        (this.directory, this.ranks) = (directory, ranks);
        metrics = Open("metrics.jsonl");
        timing = Open("timing.jsonl");
        if (File.Exists(Path.Combine(directory, Completions))) completions = Open(Completions);
        Cut(metrics, state.MetricsBytes, state.Step);
        if (completions is not null || state.CompletionsBytes > 0) Cut(completions ??= Open(Completions), state.CompletionsBytes, state.Step);
        Elapsed = CutTiming(state.Step);
        metrics.Seek(0, SeekOrigin.End);
        if (!tensorBoard) return;
        board = Board(Path.Combine(directory, "tensorboard"));
        foreach (var line in Lines(metrics).ToList())
            Show(
                line.GetProperty("step").GetInt64(),
                line.EnumerateObject().Where(field => field.Name is not ("step" or "tokens"))
                    .Select(field => KeyValuePair.Create(field.Name, field.Value.GetDouble())));
        metrics.Seek(0, SeekOrigin.End);
    }

    /// <summary>Training time of former sittings, up to the state's step.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The state with the lengths of the records, after everything written has reached the disk.</summary>
    public RunState Flush(RunState state)
    {
        metrics.Flush(flushToDisk: true);
        timing.Flush(flushToDisk: true);
        completions?.Flush(flushToDisk: true);
        return state with { MetricsBytes = metrics.Length, CompletionsBytes = completions?.Length ?? 0 };
    }

    /// <summary>Adds lines to <c>completions.jsonl</c>.</summary>
    public void Record(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        completions ??= Open(Completions);
        completions.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        completions.Flush();
    }

    /// <summary>Adds a line to each record.</summary>
    public void Write(TrainingProgress progress)
    {
        var values = new Dictionary<string, double> { ["loss"] = progress.Loss };
        foreach (var (name, value) in progress.Measures) values[name] = value;
        values["learning_rate"] = progress.LearningRate;
        values["gradient_norm"] = progress.GradientNorm;
        Append(metrics, json =>
        {
            json.WriteNumber("step", progress.Step);
            foreach (var (name, value) in values) json.WriteNumber(name, value);
            json.WriteNumber("tokens", progress.Tokens);
        });
        Append(timing, json =>
        {
            json.WriteNumber("step", progress.Step);
            json.WriteNumber("seconds", Math.Round(progress.Elapsed.TotalSeconds, 3));
            json.WriteNumber("tokens_per_second", Math.Round(progress.TokensPerSecond, 1));
            if (ranks > 1) json.WriteNumber("ranks", ranks);
            json.WriteStartObject("phases");
            foreach (var (phase, time) in progress.Phases) json.WriteNumber(phase, Math.Round(time.TotalSeconds, 3));
            json.WriteEndObject();
        });
        Show(progress.Step, values);
    }

    public void Dispose()
    {
        metrics.Dispose();
        timing.Dispose();
        completions?.Dispose();
    }

    private FileStream Open(string name) => new(Path.Combine(directory, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    private void Cut(FileStream file, long length, long step)
    {
        var had = file.Length;
        if (had < length)
        {
            Dispose();
            throw new TrainingException(
                $"{file.Name} has {had} bytes, but the checkpoint of step {step} was made when it had {length}. "
                    + "Restore the file, or use another run directory.");
        }
        file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
    }

    private static void Append(FileStream file, Action<Utf8JsonWriter> fill)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            fill(json);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        file.Write(line.GetBuffer(), 0, (int)line.Length);
        file.Flush();
    }

    private TimeSpan CutTiming(long step)
    {
        var (kept, seconds) = (new StringBuilder(), 0.0);
        foreach (var line in Lines(timing))
        {
            if (line.GetProperty("step").GetInt64() > step) break;
            kept.Append(line.GetRawText()).Append('\n');
            seconds = line.GetProperty("seconds").GetDouble();
        }
        timing.SetLength(0);
        timing.Write(Encoding.UTF8.GetBytes(kept.ToString()));
        return TimeSpan.FromSeconds(seconds);
    }

    private static TorchSharp.Modules.SummaryWriter Board(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return torch.utils.tensorboard.SummaryWriter(folder);
    }

    private void Show(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        if (board is null) return;
        foreach (var (name, value) in values) board.add_scalar($"train/{name}", (float)value, (int)step);
    }

    /// <summary>Whole lines of a file; one that a killed process left unfinished ends them.</summary>
    private static IEnumerable<JsonElement> Lines(FileStream file)
    {
        file.Seek(0, SeekOrigin.Begin);
        using var reader = new StreamReader(file, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (!line.EndsWith('}')) yield break;
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
