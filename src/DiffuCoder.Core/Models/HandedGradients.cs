using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// What managed backward passes hand to autograd. Autograd holds the tensors itself as soon as a pass returns, but their wrappers stay in the
/// caller's dispose scope: the gradients of all blocks would be in memory until an update ends, as much again as what the forward pass keeps. Here
/// they are disposed of when the next pass has ended.
/// </summary>
internal static class HandedGradients
{
    // backward passes of one graph run one after another on a thread; of a checkpointed block within that of the block
    [ThreadStatic]
    private static IReadOnlyList<Tensor>? last;

    /// <summary>Hands gradients over.</summary>
    /// <param name="gradients">What the pass returns, with null where none is wanted.</param>
    /// <param name="received">What it was called with, and does not need any more.</param>
    public static List<Tensor> Of(List<Tensor> gradients, params IEnumerable<Tensor> received)
    {
        foreach (var tensor in last ?? []) tensor.Dispose();
        last = [.. gradients.Where(gradient => gradient is not null), .. received.Where(gradient => gradient is not null)];
        return gradients;
    }
}
