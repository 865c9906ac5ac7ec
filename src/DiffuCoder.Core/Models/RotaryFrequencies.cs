using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>How fast each pair of a head turns: by theta^(-2i/d) a position, stretched as the configuration says.</summary>
/// <param name="Inverse">Radians a position, float32 [d/2].</param>
/// <param name="Attention">What cosines and sines are multiplied by.</param>
internal sealed record RotaryFrequencies(Tensor Inverse, double Attention) : IDisposable
{
    public static RotaryFrequencies Of(ModelConfig config, torch.Device device)
    {
        using var scope = NewDisposeScope();
        var inverse = Plain(config, device);
        return config.RotaryScaling switch
        {
            null => new(inverse.MoveToOuterDisposeScope(), 1),
            RotaryScaling.Linear linear => new(inverse.DividedBy(linear.Factor).MoveToOuterDisposeScope(), 1),
            RotaryScaling.Yarn yarn =>
                new(Mixed(inverse, inverse.DividedBy(yarn.Factor), KeptShares(config, yarn)).MoveToOuterDisposeScope(), yarn.AttentionFactor),
            var other => throw new ModelException($"Rotary positions cannot be scaled by {other}."),
        };
    }

    private static Tensor Plain(ModelConfig config, torch.Device device)
    {
        using Scalar start = 0, end = config.HeadSize, step = 2;
        var exponents = arange(start, end, step, ScalarType.Float32, device).DividedBy(config.HeadSize);
        return pow(config.RopeTheta, exponents).reciprocal();
    }

    private static Tensor Mixed(Tensor kept, Tensor stretched, float[] keptShares)
    {
        var share = tensor(keptShares, device: kept.device);
        return (stretched * share.OneMinus()).Plus(kept * share);
    }

    /// <summary>For each pair, how much of its own frequency stays: 1 for fast pairs, 0 for slow ones, a straight line between.</summary>
    private static float[] KeptShares(ModelConfig config, RotaryScaling.Yarn yarn)
    {
        var (low, high) = (PairTurning(yarn.BetaFast), PairTurning(yarn.BetaSlow));
        if (yarn.Truncate) (low, high) = (Math.Floor(low), Math.Ceiling(high));
        (low, high) = (Math.Max(low, 0), Math.Min(high, config.HeadSize - 1));
        if (low == high) high += 0.001;
        return [.. Enumerable.Range(0, config.HeadSize / 2).Select(pair => 1 - Math.Clamp((float)((pair - low) / (high - low)), 0, 1))];

        // the pair, as a fraction, that turns so many times over the original positions
        double PairTurning(double turns) =>
            config.HeadSize * Math.Log(yarn.OriginalPositions / (turns * 2 * Math.PI)) / (2 * Math.Log(config.RopeTheta));
    }

    public void Dispose() => Inverse.Dispose();
}
