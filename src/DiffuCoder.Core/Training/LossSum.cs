using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// A micro-batch's share of a step's loss. The step's loss is the quotient of both sums over its micro-batches, hence the same as that of one
/// large batch.
/// </summary>
/// <param name="Sum">The numerator, scalar float32, differentiable.</param>
/// <param name="Normalizer">The denominator's share, 0 or more.</param>
public sealed record LossSum(Tensor Sum, double Normalizer)
{
    /// <summary>Further means to log, by name.</summary>
    public IReadOnlyDictionary<string, Mean> Measures { get; init; } = new Dictionary<string, Mean>();
}

/// <summary>A mean in the making: sums can be added over micro-batches and steps.</summary>
/// <param name="Sum">Weighted sum of the values.</param>
/// <param name="Weight">Sum of the weights.</param>
public readonly record struct Mean(double Sum, double Weight)
{
    /// <summary>The mean; 0 of nothing.</summary>
    [JsonIgnore]
    public double Value => Weight == 0 ? 0 : Sum / Weight;

    /// <summary>Both together.</summary>
    public static Mean operator +(Mean left, Mean right) => new(left.Sum + right.Sum, left.Weight + right.Weight);
}
