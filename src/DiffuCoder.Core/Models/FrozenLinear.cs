using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>
/// x W' with a matrix that is not trained and is stored in another type than x: it is widened for the product and widened again for the gradient,
/// dx = dy W, where the plain way keeps all matrices of a model widened until then. For int8 with scales s of its rows: (x W') s and (dy s) W.
/// </summary>
internal sealed class FrozenLinear : autograd.SingleTensorFunction<FrozenLinear>
{
    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(FrozenLinear);

    /// <summary>Whether this is the way for such a product.</summary>
    public static bool Fits(Tensor x, Tensor weight) =>
        is_grad_enabled() && x.requires_grad && !weight.requires_grad && weight.dtype != x.dtype;

    /// <summary>The product, differentiable in x.</summary>
    /// <param name="x">[..., in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="scales">Scales of int8 rows, [out, 1]; null where it is not int8.</param>
    public static Tensor Of(Tensor x, Tensor weight, Tensor? scales) => scales is null ? apply(x, weight) : apply(x, weight, scales);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([.. vars.Skip(1).Cast<Tensor>()]);
        using var scope = NewDisposeScope();
        var product = F.linear(x, weight.to(x.dtype));
        return (vars.Length > 2 ? product * Row((Tensor)vars[2], x.dtype) : product).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var gradient = saved.Count > 1 ? grad_output * Row(saved[1], grad_output.dtype) : grad_output;
        var ofX = gradient.matmul(saved[0].to(grad_output.dtype)).MoveToOuterDisposeScope();
        return saved.Count > 1 ? [ofX, null!, null!] : [ofX, null!];
    }

    private static Tensor Row(Tensor scales, ScalarType type) => scales.view(-1).As(type);
}
