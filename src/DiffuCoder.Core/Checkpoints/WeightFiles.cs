using static DiffuCoder.Checkpoints.CheckpointException;

namespace DiffuCoder.Checkpoints;

/// <summary>Finds and opens the weights of a checkpoint's directory: one file, or the shards of an index.</summary>
internal static class WeightFiles
{
    /// <summary>The open files; no tensor is in two of them.</summary>
    /// <exception cref="CheckpointException">There are none, one is missing or damaged, or the index and the shards disagree.</exception>
    internal static IReadOnlyList<SafetensorsFile> Open(string directory)
    {
        string single = Path.Combine(directory, CheckpointFiles.SingleFile), index = Path.Combine(directory, CheckpointFiles.Index);
        if (!File.Exists(index)) return File.Exists(single) ? [SafetensorsFile.Open(single)] : throw None(directory);
        var weightMap = ShardIndex.Read(index);
        if (File.Exists(single) && !weightMap.Values.Contains(CheckpointFiles.SingleFile))
            throw new CheckpointException(
                directory, null,
                $"holds both {CheckpointFiles.SingleFile} and an index of other files, so it is not clear which are the weights. "
                    + "Remove the stale one.");
        var shards = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        try
        {
            foreach (var (tensor, name) in weightMap.OrderBy(w => w.Value, StringComparer.Ordinal))
            {
                if (shards.ContainsKey(name)) continue;
                var path = Path.Combine(directory, name);
                if (!File.Exists(path))
                    throw new CheckpointException(
                        index, tensor, $"weight_map names the file {Quote(name)}, which is missing. Download it into {directory}.");
                shards.Add(name, SafetensorsFile.Open(path));
            }
            CheckAgreement(index, weightMap, shards);
            return [.. shards.Values];
        }
        catch
        {
            foreach (var shard in shards.Values) shard.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Every tensor of the index lies in its shard, and no tensor in two. A tensor that the index passes over is kept: whoever loads strictly
    /// is told of it as unexpected.
    /// </summary>
    static void CheckAgreement(string index, IReadOnlyDictionary<string, string> weightMap, IReadOnlyDictionary<string, SafetensorsFile> shards)
    {
        foreach (var (tensor, name) in weightMap)
            if (!shards[name].Entries.ContainsKey(tensor))
                throw new CheckpointException(
                    index, tensor, $"weight_map places it in {Quote(name)}, which does not hold it. Index and shards are of different checkpoints.");
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, shard) in shards)
            foreach (var tensor in shard.Entries.Keys)
                if (!first.TryAdd(tensor, name))
                    throw new CheckpointException(index, tensor, $"is in two shards, {Quote(first[tensor])} and {Quote(name)}.");
    }

    static CheckpointException None(string directory)
    {
        var names = Directory.EnumerateFiles(directory).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToList();
        var pickled = names.FirstOrDefault(CheckpointFiles.IsPickle);
        var foreign = names.FirstOrDefault(
            n => n.EndsWith(".gguf", StringComparison.Ordinal) || n.StartsWith("consolidated", StringComparison.Ordinal));
        var shard = names.FirstOrDefault(n => n.EndsWith(".safetensors", StringComparison.Ordinal) && n != foreign);
        var missing = $"there is neither {CheckpointFiles.SingleFile} nor {CheckpointFiles.Index}.";
        return new CheckpointException(directory, null, missing + (pickled, shard, foreign) switch
        {
            (_, { }, _) => $" Of {Quote(shard)} the index is missing; download {CheckpointFiles.Index}.",
            ({ }, _, _) => $" {Quote(pickled)} is a pickle file, which can run any code when it is read: convert the checkpoint to safetensors.",
            (_, _, { }) => $" {Quote(foreign)} is of another layout than Hugging Face's; download the weights in that layout.",
            _ => " Download the weights.",
        });
    }
}
