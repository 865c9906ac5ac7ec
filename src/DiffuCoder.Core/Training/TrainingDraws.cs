using System.Text;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// The random numbers of one micro-batch. Each use has its own generator, seeded by (seed, step, micro-batch, purpose): nothing is carried from
/// step to step, so a resumed run draws what the uninterrupted one would have drawn.
/// </summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">Optimiser step, from 0.</param>
/// <param name="MicroBatch">Which of the step's micro-batches; -1 for what the whole step shares.</param>
public readonly record struct TrainingDraws(long Seed, long Step, int MicroBatch)
{
    /// <summary>The draws that all micro-batches of this step share.</summary>
    public TrainingDraws WholeStep => this with { MicroBatch = -1 };

    /// <summary>Independent uniform numbers in [0, 1), float32, on the processor.</summary>
    /// <param name="purpose">What they are for; other purposes get independent numbers.</param>
    /// <param name="shape">Shape of the result.</param>
    public Tensor Uniform(string purpose, params long[] shape)
    {
        using var generator = new Generator(Mix(purpose), CPU);
        return rand(shape, ScalarType.Float32, CPU, generator: generator);
    }

    /// <summary>One uniform number in [0, 1).</summary>
    /// <param name="purpose">What it is for.</param>
    public double Uniform(string purpose) => (Mix(purpose) >> 11) * (1.0 / (1UL << 53));

    // splitmix64 (Steele, Lea, Flood 2014) over the coordinates, FNV-1a over the name
    private ulong Mix(string purpose)
    {
        var name = 0xcbf29ce484222325UL;
        foreach (var unit in Encoding.UTF8.GetBytes(purpose)) name = (name ^ unit) * 0x100000001b3UL;
        return Scramble(Scramble(Scramble(Scramble((ulong)Seed) ^ (ulong)Step) ^ (ulong)(uint)MicroBatch) ^ name);
    }

    private static ulong Scramble(ulong z)
    {
        z += 0x9e3779b97f4a7c15UL;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
        return z ^ (z >> 31);
    }
}
