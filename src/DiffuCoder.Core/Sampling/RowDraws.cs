using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>The random numbers of one row at one step. Every draw of the sampler comes from here.</summary>
public abstract class RowDraws
{
    /// <summary>Exponential draws for the tokens of the given positions, float32 [n, V]: the token is argmax(p / e).</summary>
    /// <param name="positions">Columns of the row, counted from its first real token.</param>
    /// <param name="vocabulary">V.</param>
    /// <param name="device">Where they are wanted.</param>
    public abstract Tensor TokenExponentials(IReadOnlyList<int> positions, long vocabulary, torch.Device device);

    /// <summary>A uniform draw in [0, 1) per masked position.</summary>
    public abstract float[] Uniforms();

    /// <summary>An exponential draw per masked position.</summary>
    public abstract float[] Exponentials();
}
