using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// Draws derived from (seed of the row, step), so that a row's result does not depend on the rows beside it, on padding, or on earlier draws.
/// </summary>
/// <param name="source">Randomness of the row.</param>
/// <param name="step">Index of the step.</param>
/// <param name="masked">Positions masked at this step.</param>
internal sealed class SeededDraws(RandomSource source, int step, int masked) : RowDraws
{
    private const long Tokens = 0, Positions = 1;

    /// <inheritdoc/>
    public override Tensor TokenExponentials(IReadOnlyList<int> positions, long vocabulary, torch.Device device)
    {
        using var generator = source.Derive(step, Tokens, positions[0]).Generator(Runtime.Device.Cpu);
        using var scope = NewDisposeScope();
        return empty([positions.Count, vocabulary], ScalarType.Float32).exponential_(1, generator).to(device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override float[] Uniforms()
    {
        var stream = source.Derive(step, Positions).Stream();
        return [.. Enumerable.Range(0, masked).Select(_ => (float)stream.NextDouble())];
    }

    /// <inheritdoc/>
    public override float[] Exponentials()
    {
        var stream = source.Derive(step, Positions).Stream();
        return [.. Enumerable.Range(0, masked).Select(_ => (float)-Math.Log(1 - stream.NextDouble()))];
    }
}
