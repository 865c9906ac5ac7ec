using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace DiffuCoder.Checkpoints;

/// <summary>
/// A checkpoint in the directory layout of Hugging Face: <c>config.json</c>, perhaps <c>generation_config.json</c>, and the weights in
/// <c>model.safetensors</c> or in the shards that <c>model.safetensors.index.json</c> names.
/// </summary>
/// <remarks>Weights are views of the mapped files; see <see cref="SafetensorsFile"/> for what that means.</remarks>
public sealed class CheckpointDirectory : IDisposable
{
    readonly Dictionary<string, SafetensorsFile> owner;
    readonly IReadOnlyList<SafetensorsFile> files;

    CheckpointDirectory(string directory, JsonElement config, JsonElement? generationConfig, IReadOnlyList<SafetensorsFile> files)
    {
        Directory = directory;
        Config = config;
        GenerationConfig = generationConfig;
        this.files = files;
        owner = files.SelectMany(f => f.Entries.Keys.Select(name => (name, f))).ToDictionary(o => o.name, o => o.f, StringComparer.Ordinal);
        Entries = files.SelectMany(f => f.Entries.Values).ToDictionary(e => e.Name, StringComparer.Ordinal);
    }

    /// <summary>Where the files were found, as an absolute path; other files of the checkpoint, such as the tokenizer's, are here too.</summary>
    public string Directory { get; }

    /// <summary>The object in <c>config.json</c>.</summary>
    public JsonElement Config { get; }

    /// <summary>The object in <c>generation_config.json</c>; null where there is no such file.</summary>
    public JsonElement? GenerationConfig { get; }

    /// <summary>The tensors of all weight files by name. Offsets count within the file that holds the tensor.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Opens a checkpoint and checks its configuration, its index and the headers of its weights; reads no element.</summary>
    /// <param name="directory">
    /// The directory. If it is gone because <see cref="Save"/> was killed while it exchanged
    /// the old checkpoint for the new one, the old one is opened where it was set aside.
    /// </param>
    /// <exception cref="CheckpointException">A file is missing or damaged, or the index and the shards disagree.</exception>
    public static CheckpointDirectory Open(string directory)
    {
        var found = CheckpointSwap.Locate(directory);
        if (File.Exists(found))
            throw new CheckpointException(found, null, "this is a file. Name the directory that holds it, with its config.json and tokenizer.");
        if (!System.IO.Directory.Exists(found)) throw new CheckpointException(found, null, "there is no such directory.");
        var configPath = Path.Combine(found, CheckpointFiles.Config);
        if (!File.Exists(configPath))
            throw new CheckpointException(configPath, null, "the file is missing; a checkpoint's directory holds config.json beside its weights.");
        var config = JsonFile.ReadObject(configPath);
        var generationPath = Path.Combine(found, CheckpointFiles.GenerationConfig);
        JsonElement? generation = File.Exists(generationPath) ? JsonFile.ReadObject(generationPath) : null;
        return new CheckpointDirectory(found, config, generation, WeightFiles.Open(found));
    }

    /// <summary>One tensor, as <see cref="SafetensorsFile.Read"/>; the caller disposes it, and it outlives this object.</summary>
    /// <param name="name">A key of <see cref="Entries"/>.</param>
    /// <exception cref="CheckpointException">There is no such tensor, or it cannot be read.</exception>
    public Tensor Read(string name) =>
        owner.TryGetValue(name, out var file)
            ? file.Read(name)
            : throw new CheckpointException(Directory, name, "there is no tensor of this name in the checkpoint.");

    /// <summary>All tensors of a model, after a check that the checkpoint holds exactly these.</summary>
    /// <param name="expected">Names and shapes of the model's weights.</param>
    /// <param name="allowedDtypes">Types that the model can take; null for every type that can be read.</param>
    /// <param name="redundant">Tensors that may be there beside them and are not read.</param>
    /// <returns>A tensor for each key of <paramref name="expected"/>; the caller disposes them, and they outlive this object.</returns>
    /// <exception cref="CheckpointException">Tensors are missing, unexpected, of the wrong shape or type (the first are listed), or cannot be
    /// read.</exception>
    public IReadOnlyDictionary<string, Tensor> ReadAll(
        IReadOnlyDictionary<string, long[]> expected, IReadOnlySet<ScalarType>? allowedDtypes = null, IReadOnlySet<string>? redundant = null)
    {
        Require(expected, allowedDtypes, redundant);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var name in expected.Keys) tensors.Add(name, Read(name));
            return tensors;
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a checkpoint that does not hold exactly the tensors of a model; the parameters are those of <see cref="ReadAll"/>.</summary>
    internal void Require(
        IReadOnlyDictionary<string, long[]> expected, IReadOnlySet<ScalarType>? allowedDtypes = null, IReadOnlySet<string>? redundant = null)
    {
        var needed = redundant is null ? Entries : Entries.Where(entry => !redundant.Contains(entry.Key)).ToDictionary();
        var differences = StrictMatch.Differences(needed, expected, allowedDtypes);
        if (differences.Count > 0)
            throw new CheckpointException(Directory, null, $"the weights do not fit the model, {StrictMatch.Words(differences)}");
    }

    /// <summary>Closes the files. Tensors that were read stay valid.</summary>
    public void Dispose()
    {
        foreach (var file in files) file.Dispose();
    }

    /// <summary>
    /// Writes a checkpoint: complete beside the target first, then exchanged for it, so that a crash at any moment leaves the old
    /// checkpoint or the new one. Files of the old directory that saving does not write itself, such as the tokenizer's, are carried over, but for
    /// <c>manifest.json</c> and <c>metrics.jsonl</c>, which say how the old weights came about.
    /// </summary>
    /// <param name="directory">The target; its parents are created. One process saves to it at a time.</param>
    /// <param name="config">The object for <c>config.json</c>.</param>
    /// <param name="generationConfig">The object for <c>generation_config.json</c>; null for no such file.</param>
    /// <param name="tensors">Names and tensors; they stay the caller's, and may be views of the very files that are replaced.</param>
    /// <param name="shardBytes">
    /// Above this size in bytes the weights are split into shards with an index; a single larger tensor gets a shard of its own.
    /// </param>
    /// <param name="extraFiles">Further files by plain name, such as the tokenizer's.</param>
    /// <exception cref="CheckpointException">
    /// A tensor cannot be written, a name of <paramref name="extraFiles"/> is not plain or is taken, the target is a file or holds directories,
    /// or another process is saving to it. The target is as it was.
    /// </exception>
    /// <exception cref="ArgumentException">A configuration is not a JSON object, or <paramref name="shardBytes"/> is not positive.</exception>
    /// <exception cref="IOException">The system refuses; the target is as it was.</exception>
    public static void Save(
        string directory, JsonNode config, JsonNode? generationConfig, IEnumerable<KeyValuePair<string, Tensor>> tensors,
        long shardBytes = 5_000_000_000, IReadOnlyDictionary<string, byte[]>? extraFiles = null) =>
        CheckpointWriter.Write(
            directory, config, generationConfig, tensors, shardBytes, extraFiles ?? new Dictionary<string, byte[]>(), CheckpointSwap.Default);
}
