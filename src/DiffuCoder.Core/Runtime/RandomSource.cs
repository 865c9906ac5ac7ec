using TorchSharp;

namespace DiffuCoder.Runtime;

/// <summary>The one place randomness comes from: a seed, and independent seeds derived from it by a path of numbers.</summary>
/// <param name="Seed">The seed.</param>
public readonly record struct RandomSource(long Seed)
{
    /// <summary>An independent source for a purpose named by numbers (row, step, ...). The same path gives the same source on every machine.</summary>
    /// <param name="path">Names the purpose.</param>
    public RandomSource Derive(params ReadOnlySpan<long> path)
    {
        var mixed = (ulong)Seed;
        foreach (var part in path) mixed = RandomStream.Mix(mixed ^ RandomStream.Mix((ulong)part + RandomStream.Increment));
        return new((long)mixed);
    }

    /// <summary>A torch generator with this seed; the caller disposes of it.</summary>
    /// <param name="device">Where it draws.</param>
    /// <exception cref="DeviceException">The device is not there.</exception>
    public torch.Generator Generator(Device device) => new((ulong)Seed & long.MaxValue, device.Resolve());

    /// <summary>A stream of numbers with this seed.</summary>
    public RandomStream Stream() => new((ulong)Seed);
}
