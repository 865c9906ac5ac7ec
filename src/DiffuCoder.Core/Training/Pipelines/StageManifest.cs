using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffuCoder.Checkpoints;
using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Pipelines;

/// <summary>
/// What a stage's checkpoint was made from and how: <c>manifest.json</c> beside the weights, written last, so that a checkpoint with it is whole.
/// </summary>
/// <param name="Options">Everything that the weights depend on, in words by name.</param>
/// <param name="Weights">SHA-256 of the stored weights.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="ComputeType">The type that was computed in.</param>
internal sealed record StageManifest(
    IReadOnlyDictionary<string, string> Options, string Weights, long Parameters, long Steps, string Libtorch, string Runtime, int Threads,
    string? ComputeType = null)
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>Everything that a stage's weights depend on.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="work">The stage with its data.</param>
    /// <param name="from">SHA-256 of the weights it starts from; null where they are freshly drawn.</param>
    public static IReadOnlyDictionary<string, string> Identity(PipelineStage stage, StageWork work, string? from)
    {
        var options = new SortedDictionary<string, string>(
            RunOptions.Of(work.Objective, work.Data, stage.Training).ToDictionary(), StringComparer.Ordinal)
        {
            ["stage"] = $"{stage.Name}, {stage.Kind}",
            ["from"] = from ?? "freshly drawn weights",
            ["precision"] = stage.Precision.ToString(),
            ["storedType"] = stage.StoredType.ToString(),
        };
        if (stage.Lora is { } lora) options["lora"] = lora.Description;
        return options;
    }

    /// <summary>That of a finished checkpoint; null where there is none.</summary>
    /// <exception cref="TrainingException">It is damaged.</exception>
    public static StageManifest? Read(string checkpoint)
    {
        var path = Path.Combine(CheckpointSwap.Locate(checkpoint), FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<StageManifest>(File.ReadAllBytes(path), Readable) is { Options: not null, Weights: not null } manifest
                ? manifest with { ComputeType = manifest.ComputeType ?? Former(manifest.Options) }
                : throw new JsonException("it names neither options nor weights");
        }
        catch (JsonException e)
        {
            throw new TrainingException($"{path} is damaged ({e.Message}). Remove the directory to have the stage trained again.", e);
        }
    }

    /// <summary>Writes that of a checkpoint whose weights are there already.</summary>
    public static StageManifest Write(string checkpoint, IReadOnlyDictionary<string, string> options, long steps, ScalarType computeType)
    {
        using var saved = MaskedLanguageModel.LoadToRead(checkpoint);
        var manifest = new StageManifest(
            options, WeightHash.Of(saved), saved.Parameters.Values.Sum(weight => weight.numel()), steps, __version__,
            Environment.Version.ToString(), get_num_threads(), computeType.ToString());
        AtomicFile.WriteAllText(Path.Combine(checkpoint, FileName), JsonSerializer.Serialize(manifest, Readable) + "\n");
        return manifest;
    }

    /// <summary>What was computed in where the manifest does not say it: float32, unless the stage asked for bfloat16.</summary>
    private static string Former(IReadOnlyDictionary<string, string> options) =>
        options.GetValueOrDefault("precision") == nameof(Precision.BFloat16) ? nameof(Precision.BFloat16) : nameof(Precision.Float32);

    /// <summary>Refuses a checkpoint that was made otherwise.</summary>
    /// <exception cref="TrainingException">Options differ; each is named.</exception>
    public void RequireMadeBy(string checkpoint, IReadOnlyDictionary<string, string> options)
    {
        var different = RunOptions.Differences(Options, options);
        if (different.Count > 0)
            throw new TrainingException(
                $"{checkpoint} is the checkpoint of this stage under other options:\n  {string.Join("\n  ", different)}\nRemove it to have the "
                    + "stage trained again, or give the pipeline another directory.");
    }
}
