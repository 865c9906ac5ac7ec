using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffuCoder.Checkpoints;
using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// A run on disk: <c>manifest.json</c>, <c>metrics.jsonl</c>, <c>timing.jsonl</c>, <c>completions.jsonl</c>,
/// <c>tensorboard/</c>, <c>checkpoints/step-N/</c>, <c>checkpoints/best/</c>. One process at a time holds it.
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
    private readonly string checkpoints;
    private readonly MaskedLanguageModel model;
    private readonly AdamW optimizer;
    private readonly IReadOnlyDictionary<string, Tensor> procedureState;
    private readonly IReadOnlyDictionary<string, string> identity;
    private readonly int keep;
    private readonly BestMeasure? measure;
    private readonly Action<string> probe;
    private readonly FileStream held;

    /// <summary>Opens or creates it and brings model and optimiser to its newest checkpoint.</summary>
    public RunDirectory(
        string directory, MaskedLanguageModel model, AdamW optimizer, IReadOnlyDictionary<string, Tensor> procedureState,
        IReadOnlyDictionary<string, string> identity, TrainingOptions options, Action<string> probe, int ranks = 1)
    {
        (this.model, this.optimizer, this.procedureState) = (model, optimizer, procedureState);
        (this.identity, this.probe, keep, measure) = (identity, probe, options.KeepLast, options.Best);
        checkpoints = Path.Combine(Path.GetFullPath(directory), "checkpoints");
        Directory.CreateDirectory(checkpoints);
        held = Hold(directory);
        try
        {
            Newest = RunCheckpoint.Newest(checkpoints);
            Start = Newest is null ? new RunState() : RunCheckpoint.Load(Newest, model, optimizer, procedureState, identity);
            if (Newest is null) WriteManifest(directory, ranks);
            Log = new RunLog(directory, Start, options.TensorBoard, ranks);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Where the run goes on.</summary>
    public RunState Start { get; }

    /// <summary>Its records.</summary>
    public RunLog Log { get; }

    /// <summary>Training time of former sittings.</summary>
    public TimeSpan Elapsed => Log.Elapsed;

    /// <summary>The newest checkpoint's directory.</summary>
    public string? Newest { get; private set; }

    /// <summary>The directory of the best weights so far; null where none are kept.</summary>
    public string? Best => BestCheckpoint.Locate(checkpoints);

    /// <summary>Keeps the weights if they are the best so far.</summary>
    public RunState KeepBest(RunState state, TrainingProgress report) =>
        measure is null ? state : state with { Best = BestCheckpoint.Keep(checkpoints, model, measure, state.Best, report, probe) };

    /// <summary>Writes a checkpoint.</summary>
    public void Save(RunState state) =>
        Newest = RunCheckpoint.Save(checkpoints, model, optimizer, procedureState, Log.Flush(state), identity, keep, probe);

    public void Dispose()
    {
        Log.Dispose();
        held.Dispose();
    }

    private static FileStream Hold(string directory)
    {
        try
        {
            return new(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new TrainingException($"{directory} is in use by another run ({e.Message}). Wait for it, or use another run directory.", e);
        }
    }

    private void WriteManifest(string directory, int ranks)
    {
        var manifest = new
        {
            Options = identity,
            InitialWeights = WeightHash.Of(model),
            Parameters = model.Parameters.Values.Sum(weight => weight.numel()),
            Libtorch = __version__,
            Runtime = Environment.Version.ToString(),
            // not among the options, for no byte of weights or metrics depends on it; timing.jsonl says it of every sitting
            Ranks = ranks > 1 ? ranks : (int?)null,
        };
        AtomicFile.WriteAllText(Path.Combine(directory, "manifest.json"), JsonSerializer.Serialize(manifest, Readable));
    }
}
