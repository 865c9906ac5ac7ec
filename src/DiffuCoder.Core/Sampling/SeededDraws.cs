using DiffuCoder.Runtime;

namespace DiffuCoder.Sampling;

/// <summary>
/// Draws derived from (seed of the row, step), for tokens also from (position, token), so that a row's result does not depend on the rows beside it,
/// on padding, on filters, or on earlier draws.
/// </summary>
/// <param name="source">Randomness of the row.</param>
/// <param name="step">Index of the step.</param>
/// <param name="masked">Positions masked at this step.</param>
internal sealed class SeededDraws(RandomSource source, int step, int masked) : RowDraws
{
    private const long Tokens = 0, Positions = 1;

    /// <inheritdoc/>
    public override void TokenExponentials(int position, ReadOnlySpan<int> tokens, Span<float> draws) =>
        source.Derive(step, Tokens, position).Indexed().Exponentials(tokens, draws);

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
