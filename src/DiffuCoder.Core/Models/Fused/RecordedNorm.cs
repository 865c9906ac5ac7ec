using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary><see cref="RmsNorm"/> for autograd: <see cref="FusedNorm"/>, and <see cref="NormGradient"/> behind it.</summary>
internal sealed class RecordedNorm : autograd.SingleTensorFunction<RecordedNorm>
{
    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(RecordedNorm);

    /// <param name="x">What is normalised, [..., hidden], in one piece.</param>
    /// <param name="weight">[hidden], float32.</param>
    /// <param name="epsilon">What is added to the mean square.</param>
    public static Tensor Of(Tensor x, Tensor weight, double epsilon) => apply(x, weight, epsilon);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, epsilon) = ((Tensor)vars[0], (Tensor)vars[1], (double)vars[2]);
        ctx.save_for_backward([x, weight]);
        ctx.save_data("epsilon", epsilon);
        using var scope = NewDisposeScope();
        return FusedNorm.Apply(x, weight.As(x.dtype), epsilon).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (x, weight) = (saved[0], saved[1]);
        var (ofX, ofWeight) = NormGradient.Of(x, weight.As(x.dtype), grad_output.contiguous(), null, (double)ctx.get_data("epsilon"));
        return HandedGradients.Of([ofX.MoveToOuterDisposeScope(), ofWeight.MoveToOuterDisposeScope(), null!], grad_output);
    }
}
