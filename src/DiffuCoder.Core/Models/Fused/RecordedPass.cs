using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Where passes that autograd records are done by managed code with gradients of its own, in place of torch's operations one by one. This is the only
/// place where that is decided; what is computed is the same up to roundings.
/// </summary>
internal static class RecordedPass
{
    /// <summary>Keys up to which a row's scores are less than what a block keeps of its positions otherwise, in the shapes of the families.</summary>
    private const long Short = 512;

    /// <summary>Whether all of these tensors can go that way, and some want a gradient.</summary>
    /// <param name="x">What goes through: in bfloat16 or float32, on a processor, in one piece.</param>
    /// <param name="weights">What it is combined with, in float32.</param>
    public static bool Fits(Tensor x, params IEnumerable<Tensor> weights) =>
        is_grad_enabled() && (x.dtype is ScalarType.BFloat16 or ScalarType.Float32) && TensorMemory.IsPlain(x)
            && weights.All(weight => weight.dtype == ScalarType.Float32 && TensorMemory.IsPlain(weight))
            && (x.requires_grad || weights.Any(weight => weight.requires_grad));

    /// <summary>Whether attention goes that way with all of its scores in memory.</summary>
    /// <param name="queries">[B, heads, L, d].</param>
    /// <param name="keys">[B, key heads, L, d].</param>
    /// <param name="values">[B, key heads, L, d].</param>
    /// <param name="pattern">Who attends to whom.</param>
    public static bool FitsAttention(Tensor queries, Tensor keys, Tensor values, AttentionPattern pattern) =>
        Fits(queries, []) && TensorMemory.IsPlain(keys) && TensorMemory.IsPlain(values) && keys.shape[2] <= Short
            && pattern.Mask is null or { ndim: 4 };
}
