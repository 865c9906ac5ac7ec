using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// A model that says, for any position of a canvas, which token belongs there. Families differ in attention and in where they read a
/// position's prediction; callers never see either.
/// </summary>
public abstract class MaskedLanguageModel : IDisposable
{
    /// <summary>Shape and special tokens.</summary>
    public abstract ModelConfig Config { get; }

    /// <summary>Where the weights live.</summary>
    public abstract Runtime.Device Device { get; }

    /// <summary>The weights by their names in the checkpoint. The model owns them.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>
    /// The unnormalised distribution of the token <em>at</em> each position asked for (never of the next one). Cost and memory of the output layer
    /// follow the number of positions asked for.
    /// </summary>
    /// <param name="batch">The canvas, [B, L].</param>
    /// <param name="at">Flat positions <c>row * L + column</c>, int64 [N].</param>
    /// <returns>Logits, float32 [N, V]; the caller disposes of it. Differentiable when the weights require gradients and gradients are on.</returns>
    public abstract Tensor Logits(TokenBatch batch, Tensor at);

    /// <summary>An untrained model with freshly drawn float32 weights.</summary>
    /// <param name="config">Shape.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="generator">Where the weights are drawn from; a processor generator for a processor device.</param>
    /// <exception cref="ModelException">The configuration does not fit together.</exception>
    public static MaskedLanguageModel Create(ModelConfig config, Runtime.Device device, Generator generator)
    {
        using var scope = NewDisposeScope();
        return new DreamModel(config.Validated(), device, FreshWeights.Draw(config, device.Resolve(), generator));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the weights.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var weight in Parameters.Values) weight.Dispose();
    }
}
