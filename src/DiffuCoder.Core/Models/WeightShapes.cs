namespace DiffuCoder.Models;

/// <summary>Names and shapes of the tensors of a checkpoint.</summary>
internal static class WeightShapes
{
    public static IReadOnlyDictionary<string, long[]> Of(ModelConfig config)
    {
        var names = config.Family.Names;
        long hidden = config.HiddenSize, inner = config.IntermediateSize, keys = (long)config.KeyValueHeads * config.HeadSize;
        var queries = (long)config.Heads * config.HeadSize;
        var shapes = new Dictionary<string, long[]> { [names.Embedding] = [config.VocabularySize, hidden] };
        for (var block = 0; block < config.Layers; block++)
        {
            shapes[names.Of(block, names.AttentionNorm)] = [hidden];
            foreach (var (part, rows) in new[] { (names.Query, queries), (names.Key, keys), (names.Value, keys) })
            {
                shapes[names.Of(block, part) + ".weight"] = [rows, hidden];
                if (names.Biases) shapes[names.Of(block, part) + ".bias"] = [rows];
            }
            foreach (var norm in new[] { names.QueryNorm, names.KeyNorm }.OfType<string>()) shapes[names.Of(block, norm)] = [config.HeadSize];
            shapes[names.Of(block, names.AttentionOutput) + ".weight"] = [hidden, queries];
            shapes[names.Of(block, names.FeedForwardNorm)] = [hidden];
            shapes[names.Of(block, names.Gate) + ".weight"] = [inner, hidden];
            shapes[names.Of(block, names.Up) + ".weight"] = [inner, hidden];
            shapes[names.Of(block, names.Down) + ".weight"] = [hidden, inner];
        }
        shapes[names.FinalNorm] = [hidden];
        if (!config.TiedEmbeddings) shapes[names.Output] = [config.VocabularySize, hidden];
        if (config.WeightFormat == WeightFormat.Int8)
            foreach (var weight in Int8Weights.Names(config)) shapes[weight + Int8Config.Scale] = [shapes[weight][0], 1];
        return shapes;
    }
}
