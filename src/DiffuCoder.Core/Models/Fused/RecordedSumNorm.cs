using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// x + y and its <see cref="RmsNorm"/> for autograd, as they follow each other in a block: the gradients of both are added in one pass.
/// </summary>
internal sealed class RecordedSumNorm : autograd.MultiTensorFunction<RecordedSumNorm>
{
    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(RecordedSumNorm);

    /// <param name="x">[..., hidden], in one piece.</param>
    /// <param name="added">What is added to it.</param>
    /// <param name="weight">[hidden], float32.</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    public static (Tensor Sum, Tensor Normed) Of(Tensor x, Tensor added, Tensor weight, double epsilon)
    {
        var both = apply(x, added, weight, epsilon);
        return (both[0], both[1]);
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, added, weight, epsilon) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (double)vars[3]);
        using var scope = NewDisposeScope();
        var sum = x.Plus(added);
        var normed = FusedNorm.Apply(sum, weight.As(x.dtype), epsilon);
        ctx.save_for_backward([sum, weight]);
        ctx.save_data("epsilon", epsilon);
        return [sum.MoveToOuterDisposeScope(), normed.MoveToOuterDisposeScope()];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (sum, weight) = (saved[0], saved[1]);
        var (ofSum, ofWeight) = NormGradient.Of(
            sum, weight.As(sum.dtype), grad_outputs[1].contiguous(), grad_outputs[0].contiguous(), (double)ctx.get_data("epsilon"));
        return HandedGradients.Of(
            [ofSum.MoveToOuterDisposeScope(), ofSum.alias().MoveToOuterDisposeScope(), ofWeight.MoveToOuterDisposeScope(), null!], grad_outputs);
    }
}
