using System.Globalization;
using System.Text.RegularExpressions;

namespace DiffuCoder.Checkpoints;

/// <summary>The names that Hugging Face gives to the files of a checkpoint.</summary>
internal static partial class CheckpointFiles
{
    internal const string Config = "config.json";
    internal const string GenerationConfig = "generation_config.json";
    internal const string SingleFile = "model.safetensors";
    internal const string Index = "model.safetensors.index.json";

    /// <summary>The name of the <paramref name="number"/>-th of <paramref name="count"/> shards, counted from 1.</summary>
    internal static string Shard(int number, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"model-{number:00000}-of-{count:00000}.safetensors");

    /// <summary>True for the files that saving writes itself: configuration, weights, index.</summary>
    internal static bool IsOwn(string name) =>
        name is Config or GenerationConfig or SingleFile or Index || ShardName().IsMatch(name);

    /// <summary>
    /// The files of a tokenizer. They belong together: one's <c>tokenizer.json</c> would be read before another's <c>vocab.json</c>.
    /// </summary>
    internal static IReadOnlyList<string> Tokenizer { get; } =
    [
        "tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt", "added_tokens.json", "special_tokens_map.json", "chat_template.jinja",
    ];

    /// <summary>What a pipeline says of how the weights came about; beside other weights it would be untrue.</summary>
    internal static IReadOnlyList<string> Provenance { get; } = ["manifest.json", "metrics.jsonl"];

    /// <summary>True for the endings of pickled PyTorch weights.</summary>
    internal static bool IsPickle(string name) =>
        Path.GetExtension(name) is ".bin" or ".pt" or ".pth" or ".pkl" or ".ckpt" || name.EndsWith(".bin.index.json", StringComparison.Ordinal);

    [GeneratedRegex(@"^model-\d{5,}-of-\d{5,}\.safetensors$", RegexOptions.CultureInvariant)]
    private static partial Regex ShardName();
}
