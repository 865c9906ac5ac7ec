using DiffuCoder.Checkpoints;

namespace DiffuCoder.Hub;

/// <summary>Which files of a repository a model needs: its configuration, its tokenizer, and the weights in safetensors.</summary>
internal static class ModelFiles
{
    private static readonly string[] Beside = [CheckpointFiles.Config, CheckpointFiles.GenerationConfig, .. CheckpointFiles.Tokenizer];

    /// <summary>What is wanted before it is known in how many files the weights lie.</summary>
    public static IReadOnlyList<HubFile> First(HubListing listing) =>
        [.. Beside.Append(CheckpointFiles.Index).Where(listing.Files.ContainsKey).Select(name => listing.Files[name])];

    /// <summary>The files of the weights.</summary>
    /// <param name="repository">For messages.</param>
    /// <param name="listing">What there is.</param>
    /// <param name="index">Where the index was put; null: there is none.</param>
    /// <exception cref="HubException">There are none that can be read.</exception>
    public static IReadOnlyList<HubFile> Weights(HubRepository repository, HubListing listing, string? index)
    {
        if (!listing.Files.ContainsKey(CheckpointFiles.Config))
            throw Not($"{repository} has no {CheckpointFiles.Config}, so it is no checkpoint in the layout of transformers.");
        if (index is null)
            return listing.Files.TryGetValue(CheckpointFiles.SingleFile, out var single) ? [single] : throw None(repository, listing);
        HubFile Shard(string name) => listing.Files.TryGetValue(name, out var shard)
            ? shard
            : throw Not($"{repository}: {CheckpointFiles.Index} names {name}, which the repository does not have.");
        return [.. ShardIndex.Read(index).Values.Distinct().Order(StringComparer.Ordinal).Select(Shard)];
    }

    /// <summary>Whether all that a model needs is in a folder already.</summary>
    /// <param name="find">The place of a file; null where it is not there.</param>
    public static bool IsComplete(Func<string, string?> find) => find(CheckpointFiles.Config) is not null
        && (find(CheckpointFiles.Index) is { } index
            ? ShardIndex.Read(index).Values.Distinct().All(name => find(name) is not null)
            : find(CheckpointFiles.SingleFile) is not null);

    private static HubException None(HubRepository repository, HubListing listing)
    {
        var pickled = listing.Files.Keys.FirstOrDefault(CheckpointFiles.IsPickle);
        var foreign = listing.Files.Keys.FirstOrDefault(name => name.EndsWith(".gguf", StringComparison.Ordinal));
        return Not($"{repository} has neither {CheckpointFiles.SingleFile} nor {CheckpointFiles.Index}." + (pickled, foreign) switch
        {
            ({ }, _) => $" {pickled} is a pickle file, which can run any code when it is read: look for a revision in safetensors.",
            (_, { }) => $" {foreign} is of llama.cpp's layout; look for the repository it was made from.",
            _ => " It has no weights.",
        });
    }

    private static HubException Not(string problem) => new(HubFault.NoCheckpoint, problem);
}
