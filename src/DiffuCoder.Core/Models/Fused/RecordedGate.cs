using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary><see cref="GatedUnit"/> for autograd.</summary>
internal sealed class RecordedGate : autograd.SingleTensorFunction<RecordedGate>
{
    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(RecordedGate);

    /// <summary>silu(gate) * up, [N, n].</summary>
    /// <param name="joined">Gate and up, [N, 2 n], in one piece.</param>
    public static Tensor Of(Tensor joined) => apply(joined);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_for_backward([(Tensor)vars[0]]);
        return GatedUnit.Of((Tensor)vars[0]);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var ofJoined = GatedUnit.Gradient(ctx.get_saved_variables()[0], grad_output.contiguous()).MoveToOuterDisposeScope();
        return HandedGradients.Of([ofJoined], grad_output);
    }
}
