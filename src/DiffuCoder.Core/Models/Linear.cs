using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>y = x W' + b. Weights stored in another type than x are widened for this product only.</summary>
internal readonly struct Linear(IReadOnlyDictionary<string, Tensor> weights, string name)
{
    private readonly Tensor weight = weights[name + ".weight"];
    private readonly Tensor? bias = weights.GetValueOrDefault(name + ".bias");

    public IEnumerable<Tensor> Weights => bias is null ? [weight] : [weight, bias];

    public Tensor Apply(Tensor x) => F.linear(x, weight.As(x.dtype), bias?.As(x.dtype));
}

internal static class TensorTypes
{
    /// <summary>The tensor itself when it has that type already; otherwise a copy that belongs to the current dispose scope.</summary>
    public static Tensor As(this Tensor tensor, ScalarType dtype) => tensor.dtype == dtype ? tensor : tensor.to(dtype);
}
