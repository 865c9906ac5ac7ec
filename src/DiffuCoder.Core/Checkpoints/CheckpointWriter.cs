using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using static DiffuCoder.Checkpoints.CheckpointException;
using static TorchSharp.torch;

namespace DiffuCoder.Checkpoints;

/// <summary>Writes a checkpoint's files into a staging directory and hands it to <see cref="CheckpointSwap"/>.</summary>
internal static class CheckpointWriter
{
    /// <summary>The Python library refuses weights without it.</summary>
    static readonly Dictionary<string, string> metadata = new() { ["format"] = "pt" };

    static readonly JsonSerializerOptions indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>See <see cref="CheckpointDirectory.Save"/>.</summary>
    internal static void Write(
        string directory, JsonNode config, JsonNode? generationConfig, IEnumerable<KeyValuePair<string, Tensor>> tensors,
        long shardBytes, IReadOnlyDictionary<string, byte[]> extraFiles, CheckpointSwap swap)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shardBytes);
        if (config is not JsonObject) throw new ArgumentException("The configuration is not a JSON object.", nameof(config));
        if (generationConfig is not (null or JsonObject))
            throw new ArgumentException("The generation configuration is not a JSON object.", nameof(generationConfig));
        foreach (var name in extraFiles.Keys)
        {
            if (name is "" or "." or ".." || name.AsSpan().ContainsAny("/\\:\0") || CheckpointFiles.IsOwn(name))
                throw new CheckpointException(
                    directory, null, $"an extra file cannot be named {Quote(name)}: the name should be plain and none that saving uses itself.");
        }
        var shards = ShardPlan.Split(SafetensorsWriter.Checked(directory, tensors), t => SafetensorsWriter.BytesOf(t.Value), shardBytes);
        swap.Replace(directory, staging =>
        {
            WriteJson(staging, CheckpointFiles.Config, config);
            if (generationConfig is not null) WriteJson(staging, CheckpointFiles.GenerationConfig, generationConfig);
            foreach (var (name, bytes) in extraFiles) AtomicFile.WriteAllBytes(Path.Combine(staging, name), bytes);
            WriteWeights(staging, shards);
        }, [.. CheckpointFiles.Provenance, .. extraFiles.Keys.Any(CheckpointFiles.Tokenizer.Contains) ? CheckpointFiles.Tokenizer : []]);
    }

    static void WriteWeights(string staging, IReadOnlyList<IReadOnlyList<KeyValuePair<string, Tensor>>> shards)
    {
        if (shards is [var only])
        {
            SafetensorsWriter.Write(Path.Combine(staging, CheckpointFiles.SingleFile), only, metadata);
            return;
        }
        var names = shards.Select((_, i) => CheckpointFiles.Shard(i + 1, shards.Count)).ToList();
        foreach (var (name, shard) in names.Zip(shards)) SafetensorsWriter.Write(Path.Combine(staging, name), shard, metadata);
        var places = names.Zip(shards).SelectMany(s => s.Second.Select(t => KeyValuePair.Create(t.Key, s.First)));
        WriteJson(staging, CheckpointFiles.Index, ShardIndex.Build(places, shards.SelectMany(s => s).Sum(t => SafetensorsWriter.BytesOf(t.Value))));
    }

    static void WriteJson(string directory, string name, JsonNode node) =>
        AtomicFile.WriteAllText(Path.Combine(directory, name), node.ToJsonString(indented) + "\n");
}
