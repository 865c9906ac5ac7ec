using System.Text;
using DiffuCoder.Runtime;
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

    /// <summary>A source of its own for one use.</summary>
    /// <param name="purpose">What it is for; other purposes get independent sources.</param>
    public RandomSource For(string purpose)
    {
        // FNV-1a: a number for the name that is the same on every machine
        var name = 0xcbf29ce484222325UL;
        foreach (var unit in Encoding.UTF8.GetBytes(purpose)) name = (name ^ unit) * 0x100000001b3UL;
        return new RandomSource(Seed).Derive(Step, MicroBatch, (long)name);
    }

    /// <summary>Independent uniform numbers in [0, 1), float32, on the processor, the same for every device.</summary>
    /// <param name="purpose">What they are for.</param>
    /// <param name="shape">Shape of the result.</param>
    public Tensor Uniform(string purpose, params long[] shape)
    {
        using var generator = For(purpose).Generator(Runtime.Device.Cpu);
        return rand(shape, ScalarType.Float32, CPU, generator: generator);
    }
}
