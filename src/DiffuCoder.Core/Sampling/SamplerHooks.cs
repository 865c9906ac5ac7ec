using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>Where a caller may look at, or change, what the sampler works on.</summary>
public sealed record SamplerHooks
{
    /// <summary>No hooks.</summary>
    public static SamplerHooks None { get; } = new();

    /// <summary>
    /// Called once before the first step (step = null) and after every step with one canvas per row; what it writes stands. Writing a mask
    /// has the position decoded again.
    /// </summary>
    public Action<int?, IReadOnlyList<int[]>>? Tokens { get; init; }

    /// <summary>
    /// Called at every step with (step, where, logits [N, V]) before temperature and filters; the tensor it returns is used in its place. It may
    /// return the one it was given, changed in place. Where the drift of a cache is measured, the logits of the full pass are shown too, after the
    /// cached ones.
    /// </summary>
    public Func<int, IReadOnlyList<CanvasPosition>, Tensor, Tensor>? Logits { get; init; }
}

/// <summary>A place on a batch of canvases.</summary>
/// <param name="Row">Index of the canvas.</param>
/// <param name="Position">Index of the token, counted from the canvas's first.</param>
public readonly record struct CanvasPosition(int Row, int Position);
