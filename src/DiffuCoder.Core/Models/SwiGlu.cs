using DiffuCoder.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>silu(gate) * up, what a feed-forward part multiplies (Shazeer, arXiv 2002.05202).</summary>
internal static class SwiGlu
{
    /// <param name="gate">Its memory may be written to and given back.</param>
    /// <param name="up">Of the same shape.</param>
    /// <param name="fused">Whether no gradient will be asked for.</param>
    public static Tensor Apply(Tensor gate, Tensor up, bool fused)
    {
        if (!fused || !TensorMemory.IsPlain(gate) || !TensorMemory.IsPlain(up)) return F.silu(gate) * up;
        FusedSwiGlu.Apply(gate, up);
        return gate;
    }
}
