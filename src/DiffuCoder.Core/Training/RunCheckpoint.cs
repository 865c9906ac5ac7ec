using System.Globalization;
using System.Text.Json;
using DiffuCoder.Checkpoints;
using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// The state of a run at a step, in a directory of its own: float32 weights and config.json (a model directory like
/// any other), the optimiser's moments, the rest in state.json. All draws are functions of seed and step, so the step
/// is the random state. Completed under a hidden name, then renamed: what bears the name <c>step-N</c> is whole.
/// </summary>
internal static class RunCheckpoint
{
    private const string Prefix = "step-", Weights = "model.safetensors", Moments = "optimizer.safetensors",
        Procedure = "procedure.safetensors", State = "state.json", Config = "config.json";

    private sealed record Saved(RunState State, IReadOnlyDictionary<string, string> Options);

    /// <summary>Writes a checkpoint and removes all but the newest.</summary>
    /// <param name="folder">Folder of the run's checkpoints.</param>
    /// <param name="model">The weights.</param>
    /// <param name="optimizer">The moments.</param>
    /// <param name="procedureState">What the procedure keeps beside them; may be empty.</param>
    /// <param name="state">The rest.</param>
    /// <param name="options">What the run's bytes depend on.</param>
    /// <param name="keep">Number kept.</param>
    /// <param name="probe">Told after each change on the disk; tests stop there.</param>
    /// <returns>Its directory.</returns>
    public static string Save(
        string folder, MaskedLanguageModel model, AdamW optimizer, IReadOnlyDictionary<string, Tensor> procedureState, RunState state,
        IReadOnlyDictionary<string, string> options, int keep, Action<string> probe)
    {
        var target = Path.Combine(folder, Name(state.Step));
        var staging = Path.Combine(folder, $".{Name(state.Step)}.saving");
        Remove(staging);
        Directory.CreateDirectory(staging);
        probe("staging created");
        WriteModel(staging, model);
        probe("weights written");
        SafetensorsWriter.Write(Path.Combine(staging, Moments), optimizer.State);
        probe("moments written");
        if (procedureState.Count > 0) SafetensorsWriter.Write(Path.Combine(staging, Procedure), procedureState);
        AtomicFile.WriteAllText(Path.Combine(staging, State), JsonSerializer.Serialize(new Saved(state, options)));
        probe("state written");
        Directory.Move(staging, target);
        probe("renamed");
        foreach (var (old, path) in All(folder).SkipLast(keep))
        {
            var doomed = Path.Combine(folder, $".{Name(old)}.removing");
            Directory.Move(path, doomed);
            probe("old set aside");
            Remove(doomed);
        }
        return target;
    }

    /// <summary>Writes the float32 weights that are trained and their configuration.</summary>
    public static void WriteModel(string directory, MaskedLanguageModel model)
    {
        SafetensorsWriter.Write(Path.Combine(directory, Weights), model.Parameters);
        AtomicFile.WriteAllText(Path.Combine(directory, Config), model.Config.ToJson("float32").ToJsonString());
    }

    /// <summary>The newest checkpoint's directory; null where there is none. Sweeps what a killed process left half done.</summary>
    public static string? Newest(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        foreach (var left in Directory.EnumerateDirectories(folder, $".{Prefix}*").ToList()) Remove(left);
        return All(folder).LastOrDefault().Path;
    }

    /// <summary>Loads weights, moments and the procedure's tensors in place.</summary>
    /// <exception cref="CheckpointException">A file is damaged.</exception>
    /// <exception cref="TrainingException">It was made under other options.</exception>
    public static RunState Load(
        string checkpoint, MaskedLanguageModel model, AdamW optimizer,
        IReadOnlyDictionary<string, Tensor> procedureState, IReadOnlyDictionary<string, string> options)
    {
        var path = Path.Combine(checkpoint, State);
        Saved saved;
        try
        {
            saved = JsonSerializer.Deserialize<Saved>(File.ReadAllBytes(path)) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            throw new TrainingException(
                $"{path} is missing or damaged ({e.Message}). Remove the directory {checkpoint} to resume from the checkpoint before it.", e);
        }
        RunOptions.RequireEqual(checkpoint, saved.Options, options);
        Restore(Path.Combine(checkpoint, Weights), model.Parameters);
        if (procedureState.Count > 0) Restore(Path.Combine(checkpoint, Procedure), procedureState);
        using var moments = SafetensorsFile.Open(Path.Combine(checkpoint, Moments));
        optimizer.Restore(saved.State.Step, moments.Read);
        return saved.State;
    }

    private static void Restore(string path, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var file = SafetensorsFile.Open(path);
        using var quiet = no_grad();
        foreach (var (name, tensor) in tensors)
        {
            using var stored = file.Read(name);
            tensor.copy_(stored);
        }
    }

    private static string Name(long step) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:00000000}");

    private static long StepOf(string name) =>
        long.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;

    private static IEnumerable<(long Step, string Path)> All(string folder) => Directory.EnumerateDirectories(folder, $"{Prefix}*")
        .Select(path => (Step: StepOf(Path.GetFileName(path)), path))
        .Where(found => found.Step >= 0).OrderBy(found => found.Step).ToList();

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }
}
