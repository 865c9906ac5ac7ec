using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>y = x W' + b, and + s x A' B' where it is adapted. Weights stored in another type than x are widened for this product only.</summary>
internal readonly struct Linear(IReadOnlyDictionary<string, Tensor> weights, string name, LoraAdapter? adapter = null)
{
    private readonly Tensor weight = weights[name + ".weight"];
    private readonly Tensor? bias = weights.GetValueOrDefault(name + ".bias");
    private readonly (Tensor A, Tensor B)? update = adapter?.Of(name);
    private readonly double scale = adapter?.Options.ScaleOf(name) ?? 0;

    public IEnumerable<Tensor> Weights => new[] { weight, bias, update?.A, update?.B }.OfType<Tensor>();

    public Tensor Apply(Tensor x)
    {
        var y = F.linear(x, weight.As(x.dtype), bias?.As(x.dtype));
        if (update is not { } low) return y;
        using Scalar factor = scale;
        return y.Plus(F.linear(F.linear(x, low.A.As(x.dtype)), low.B.As(x.dtype)) * factor);
    }
}

internal static class TensorTypes
{
    /// <summary>The tensor itself when it has that type already; otherwise a copy that belongs to the current dispose scope.</summary>
    public static Tensor As(this Tensor tensor, ScalarType dtype) => tensor.dtype == dtype ? tensor : tensor.to(dtype);
}
