using System.Text;
using System.Text.Json;
using TorchSharp;

namespace DiffuCoder.Training;

/// <summary>
/// The run's records: <c>metrics.jsonl</c> (nothing in it depends on the clock, so that it is equal to the bit however often the run was interrupted),
/// <c>timing.jsonl</c> (what does), and TensorBoard event files, which are made anew from both on resuming.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly FileStream metrics, timing;
    private readonly TorchSharp.Modules.SummaryWriter? board;

    /// <param name="directory">The run's directory.</param>
    /// <param name="state">Where the run stands; later lines are cut off.</param>
    /// <param name="tensorBoard">Write event files.</param>
    public RunLog(string directory, RunState state, bool tensorBoard)
    {
        var path = Path.Combine(directory, "metrics.jsonl");
        metrics = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        timing = new(Path.Combine(directory, "timing.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (metrics.Length < state.MetricsBytes)
        {
            var length = metrics.Length;
            Dispose();
            throw new TrainingException($"{path} has {length} bytes, but the checkpoint of step {state.Step} was made when it had {state.MetricsBytes}. Restore the file, or use another run directory.");
        }
        metrics.SetLength(state.MetricsBytes);
        Elapsed = CutTiming(state.Step);
        metrics.Seek(0, SeekOrigin.End);
        if (!tensorBoard) return;
        board = Board(Path.Combine(directory, "tensorboard"));
        foreach (var line in Lines(metrics).ToList())
            Show(line.GetProperty("step").GetInt64(), line.EnumerateObject().Where(field => field.Name is not ("step" or "tokens")).Select(field => KeyValuePair.Create(field.Name, field.Value.GetDouble())));
        metrics.Seek(0, SeekOrigin.End);
    }

    /// <summary>Training time of former sittings, up to the state's step.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Length of metrics.jsonl, after everything written has reached the disk.</summary>
    public long Flush()
    {
        metrics.Flush(flushToDisk: true);
        timing.Flush(flushToDisk: true);
        return metrics.Length;
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
        });
        Show(progress.Step, values);
    }

    public void Dispose()
    {
        metrics.Dispose();
        timing.Dispose();
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
