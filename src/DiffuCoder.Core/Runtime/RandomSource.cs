using TorchSharp;

namespace DiffuCoder.Runtime;

/// <summary>
/// A seed, and the independent streams derived from it. The one place where randomness comes from: whatever draws a number is handed a source,
/// so the same seed gives the same numbers on every machine and in every process.
/// </summary>
/// <param name="Seed">Any number. Neighbouring seeds give unrelated streams.</param>
/// <example><code>
/// var run = new RandomSource(42);
/// using var noise = run.Derive(epoch, step).Generator(Device.Cpu);   // does not depend on what other steps drew
/// var order = run.Derive(epoch).Stream().Permutation(count);
/// </code></example>
public sealed record RandomSource(long Seed)
{
    /// <summary>SplitMix64's increment, 2^64 divided by the golden ratio and made odd.</summary>
    internal const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The factors of SplitMix64's mixing function.</summary>
    internal const ulong FirstFactor = 0xBF58476D1CE4E5B9, SecondFactor = 0x94D049BB133111EB;

    /// <summary>
    /// A source that shares nothing with this one or with those of other paths. One step of a path turns the seed s into output number
    /// p + 1 of the SplitMix64 generator that starts at m(s + γ):
    /// <c>s' = m(m(s + γ) + (p + 1)γ)</c>, where γ = 0x9E3779B97F4A7C15 and m is SplitMix64's mixing function. For a given seed,
    /// different p never give the same s'.
    /// </summary>
    /// <param name="path">What the stream is for, for example epoch and step. <c>Derive(a, b)</c> is <c>Derive(a).Derive(b)</c>, and an
    /// empty path is the source itself.</param>
    /// <remarks>SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
    public RandomSource Derive(params long[] path)
    {
        var seed = unchecked((ulong)Seed);
        foreach (var p in path) seed = Indexed(seed)[p];
        return new RandomSource(unchecked((long)seed));
    }

    /// <summary>
    /// A torch generator started at <see cref="Seed"/>, as <c>torch.manual_seed</c> would start it. The caller disposes of it.
    /// </summary>
    /// <param name="device">Where the tensors to be drawn will live. Numbers of one device are not those of another.</param>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <remarks>On the CPU torch starts its Mersenne Twister from the lower 32 bits of the seed only.</remarks>
    public torch.Generator Generator(Device device) => new(unchecked((ulong)Seed), device.Resolve());

    /// <summary>A stream of numbers for work outside of torch: shuffling, choosing, building a corpus.</summary>
    public RandomStream Stream() => new(Seed);

    /// <summary>Numbers by index: number i is the seed of <c>Derive(i)</c>.</summary>
    internal IndexedNumbers Indexed() => Indexed(unchecked((ulong)Seed));

    private static IndexedNumbers Indexed(ulong seed) => new(Mix(unchecked(seed + Increment)));

    /// <summary>SplitMix64's mixing function: a bijection of the 64-bit numbers in which each bit of the input moves half of the output's.</summary>
    internal static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * FirstFactor;
            z = (z ^ (z >> 27)) * SecondFactor;
            return z ^ (z >> 31);
        }
    }
}
