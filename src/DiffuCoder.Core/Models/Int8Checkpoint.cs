using System.Text.Json.Nodes;
using DiffuCoder.Checkpoints;
using DiffuCoder.Tokenization;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Writes a copy of a checkpoint whose linear layers are int8 with a scale for each row: about half the memory of bfloat16. Embeddings, output
/// layer, norms and biases are the same to the bit.
/// </summary>
public static class Int8Checkpoint
{
    /// <summary>Writes the copy: whole, or not at all. The new weights are in memory until it is written.</summary>
    /// <param name="source">A checkpoint; it is not changed, unless it is the destination too.</param>
    /// <param name="destination">The directory to write; an older checkpoint there is replaced.</param>
    /// <exception cref="CheckpointException">The source cannot be read, a weight is no number, or the destination cannot be written.</exception>
    /// <exception cref="ModelException">The source is of no known family, or is quantised already.</exception>
    public static void Write(string source, string destination)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var files = CheckpointDirectory.Open(source);
        var file = Path.Combine(files.Directory, CheckpointFiles.Config);
        var tokenizer = CodeTokenizer.ExistsIn(files.Directory) ? CodeTokenizer.Load(files.Directory) : null;
        var config = MaskToken.Found(ModelConfig.FromJson(files.Config, file), tokenizer, files.Directory);
        if (config.WeightFormat != WeightFormat.Float) throw new ModelException($"{file}: the weights are int8 already.");
        files.Require(config.Weights, redundant: RedundantWeights.Names(config, files.Entries.Keys));
        var linear = Int8Weights.Names(config).ToHashSet();
        var weights = new List<KeyValuePair<string, Tensor>>();
        foreach (var name in files.Entries.Keys)
        {
            var weight = files.Read(name);
            if (!linear.Contains(name))
            {
                weights.Add(new(name, weight));
                continue;
            }
            using (weight)
            {
                using var finite = weight.isfinite();
                if (!finite.all().item<bool>())
                    throw new CheckpointException(files.Directory, name, "holds what is no number, and cannot be quantised.");
                var (numbers, scale) = Int8Weights.Of(weight);
                weights.Add(new(name, numbers));
                weights.Add(new(name + Int8Config.Scale, scale));
            }
        }
        var stated = JsonObject.Create(files.Config)!;
        stated[Int8Config.Key] = Int8Config.Write(config.Family.Names.OutputLayer);
        var generation = files.GenerationConfig is { } habits ? JsonObject.Create(habits) : null;
        CheckpointDirectory.Save(destination, stated, generation, weights, extraFiles: tokenizer?.Files);
    }
}
