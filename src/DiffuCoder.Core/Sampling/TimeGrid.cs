using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>The released sampler's times: <c>linspace(1, epsilon, steps + 1)</c> in float32.</summary>
internal sealed class TimeGrid(int steps, double epsilon)
{
    private readonly float[] times = Times(steps, epsilon);

    /// <summary>
    /// 1 - s/t between a step's time t and the next one s: the share of the masked positions that is due. In float32, as the reference.
    /// </summary>
    public float Share(int step) => step >= steps - 1 ? 1 : 1f - times[step + 1] / times[step];

    private static float[] Times(int steps, double epsilon)
    {
        using var grid = linspace(1, epsilon, steps + 1, ScalarType.Float32);
        return grid.data<float>().ToArray();
    }
}
