namespace DiffuCoder.Sampling;

/// <summary>The random numbers of one row at one step. Every draw of the sampler comes from here.</summary>
public abstract class RowDraws
{
    /// <summary>
    /// Exponential draws for tokens of one position: the token is argmax(p / e). A token's draw does not
    /// depend on which others are asked for, so that filters do not change it. Several threads ask at once.
    /// </summary>
    /// <param name="position">Column of the row, counted from its first real token.</param>
    /// <param name="tokens">Token ids, in rising order.</param>
    /// <param name="draws">Where they go, one per token; each is above 0.</param>
    public abstract void TokenExponentials(int position, ReadOnlySpan<int> tokens, Span<float> draws);

    /// <summary>A uniform draw in [0, 1) per masked position.</summary>
    public abstract float[] Uniforms();

    /// <summary>An exponential draw per masked position.</summary>
    public abstract float[] Exponentials();
}
