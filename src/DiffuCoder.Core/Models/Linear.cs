using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>y = x W' + b, and + s x A' B' where it is adapted. Weights stored in another type than x are widened for this product only.</summary>
internal readonly struct Linear(IReadOnlyDictionary<string, Tensor> weights, string name, LoraAdapter? adapter = null)
{
    /// <summary>Positions up to which the turned way is 3 to 12 % of a pass faster; measured with 32, 64 and 128, not faster with 512.</summary>
    private const long Few = 128;

    private readonly Tensor weight = weights[name + ".weight"];
    private readonly Tensor? scales = weights.GetValueOrDefault(name + ".weight" + Int8Config.Scale);
    private readonly Tensor? bias = weights.GetValueOrDefault(name + ".bias");
    private readonly (Tensor A, Tensor B)? update = adapter?.Of(name);
    private readonly double scale = adapter?.Options.ScaleOf(name) ?? 0;

    public IEnumerable<Tensor> Weights => new[] { weight, scales, bias, update?.A, update?.B }.OfType<Tensor>();

    public Tensor Apply(Tensor x)
    {
        var y = scales is null ? F.linear(x, weight.As(x.dtype), bias?.As(x.dtype)) : Int8(x, scales);
        if (update is not { } low) return y;
        using Scalar factor = scale;
        return y.Plus(F.linear(F.linear(x, low.A.As(x.dtype)), low.B.As(x.dtype)) * factor);
    }

    /// <summary>
    /// Whether <see cref="Turned"/> is the faster way: with few positions, much of the time of a product in bfloat16 goes into bringing the weight
    /// into the order in which it is multiplied from the right. From the left it is read as it lies.
    /// </summary>
    /// <param name="x">What is multiplied.</param>
    /// <param name="positions">Positions of all its rows.</param>
    public bool IsFasterTurned(Tensor x, long positions) =>
        update is null && (scales is null
            ? positions <= Few && x.dtype == ScalarType.BFloat16 && weight.dtype == x.dtype && TensorMemory.IsPlain(weight)
            : IsReadInParts(x));

    /// <summary>y' = W x' + b.</summary>
    /// <param name="turned">[in, positions].</param>
    /// <returns>[out, positions].</returns>
    public Tensor Turned(Tensor turned) => scales is not null
        ? Int8Product.Of(weight, scales, bias, turned)
        : bias is null ? weight.mm(turned) : addmm(bias.As(turned.dtype).unsqueeze(1), weight, turned, 1, 1);

    // a gradient goes through the whole matrix, and a device has products of its own
    private Tensor Int8(Tensor x, Tensor scale)
    {
        if ((is_grad_enabled() && x.requires_grad) || !IsReadInParts(x))
        {
            var scaled = F.linear(x, weight.to(x.dtype)) * scale.view(-1).As(x.dtype);
            return bias is null ? scaled : scaled.Plus(bias.As(x.dtype));
        }
        var shape = x.shape;
        return Int8Product.Of(weight, scale, bias, x.reshape(-1, shape[^1]).t()).t().contiguous().view([.. shape[..^1], weight.shape[0]]);
    }

    private bool IsReadInParts(Tensor x) =>
        weight.device_type == DeviceType.CPU && x.dtype is ScalarType.BFloat16 or ScalarType.Float32 && weight.is_contiguous();
}

internal static class TensorTypes
{
    /// <summary>The tensor itself when it has that type already; otherwise a copy that belongs to the current dispose scope.</summary>
    public static Tensor As(this Tensor tensor, ScalarType dtype) => tensor.dtype == dtype ? tensor : tensor.to(dtype);
}
