using DiffuCoder.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>Weights as int8 with a scale for each row, W = scale q.</summary>
internal static class Int8Weights
{
    private const float Largest = 127;

    /// <summary>The matrices that are stored so: the linear layers of the blocks.</summary>
    public static IEnumerable<string> Names(ModelConfig config) =>
        from block in Enumerable.Range(0, config.Layers)
        from part in config.Family.Names.Linears
        select config.Family.Names.Of(block, part) + ".weight";

    /// <summary>Numbers and scales of a matrix: the scale is the row's largest magnitude over 127, and half a step is the largest error.</summary>
    /// <param name="weight">[out, in]; every number finite.</param>
    /// <returns>int8 [out, in], and float32 [out, 1].</returns>
    public static (Tensor Numbers, Tensor Scale) Of(Tensor weight)
    {
        using var scope = NewDisposeScope();
        using Scalar largest = Largest, least = -Largest, one = 1f, none = 0f;
        var wide = weight.to(ScalarType.Float32);
        var scale = wide.abs().amax([1], keepdim: true).div(largest);
        scale = where(scale.eq(none), full_like(scale, one), scale);
        var numbers = wide.div(scale).round_().clamp_(least, largest).to(ScalarType.Int8);
        return (numbers.MoveToOuterDisposeScope(), scale.MoveToOuterDisposeScope());
    }

    /// <summary>The matrix again, float32.</summary>
    public static Tensor Widened(Tensor numbers, Tensor scale) => numbers.to(ScalarType.Float32).mul_(scale);

    /// <summary>A weight by its name, widened where it is stored as int8.</summary>
    public static Tensor Wide(IReadOnlyDictionary<string, Tensor> weights, string name) =>
        weights.TryGetValue(name + Int8Config.Scale, out var scale)
            ? Widened(weights[name], scale)
            : weights[name].detach().to(ScalarType.Float32, copy: true);

    /// <summary>Refuses a checkpoint whose types are not those that its configuration announces.</summary>
    /// <exception cref="CheckpointException">One is not.</exception>
    public static void Check(ModelConfig config, IReadOnlyDictionary<string, Tensor> weights, string directory)
    {
        var asked = config.WeightFormat == WeightFormat.Int8 ? Names(config).ToHashSet() : [];
        foreach (var (name, weight) in weights)
        {
            if (asked.Contains(name) != (weight.dtype == ScalarType.Int8))
                throw new CheckpointException(
                    directory, name, $"is {weight.dtype}, and config.json says {(asked.Contains(name) ? "int8" : "that it is not quantised")}.");
            if (name.EndsWith(Int8Config.Scale, StringComparison.Ordinal) && weight.dtype != ScalarType.Float32)
                throw new CheckpointException(directory, name, $"is {weight.dtype}; the scales of int8 weights are float32.");
        }
    }
}
