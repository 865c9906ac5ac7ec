using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>Weights of a model that has not been trained: matrices from N(0, initializer_range), norms 1, biases 0 (as Qwen2).</summary>
internal static class FreshWeights
{
    public static IReadOnlyDictionary<string, Tensor> Draw(ModelConfig config, Device device, Generator generator)
    {
        var weights = new Dictionary<string, Tensor>();
        using Scalar one = 1;
        foreach (var (name, shape) in WeightShapes.Of(config))
        {
            var tensor = zeros(shape, ScalarType.Float32, device);
            if (shape.Length == 2) tensor.normal_(0, config.InitializerRange, generator);
            else if (name.EndsWith(".weight", StringComparison.Ordinal)) tensor.fill_(one);
            weights[name] = tensor;
        }
        return weights;
    }
}
