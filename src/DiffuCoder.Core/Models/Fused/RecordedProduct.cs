using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>
/// y = x W' + b for autograd, where W are some float32 matrices one below the other, brought to the type of x once: one product forward, two back.
/// </summary>
internal sealed class RecordedProduct : autograd.SingleTensorFunction<RecordedProduct>
{
    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(RecordedProduct);

    /// <summary>[N, all outputs].</summary>
    /// <param name="x">[N, in], in one piece.</param>
    /// <param name="weights">float32 [out, in].</param>
    /// <param name="biases">float32 [out], one for each matrix, or none.</param>
    public static Tensor Of(Tensor x, IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> biases) =>
        apply([x, weights.Count, .. weights, .. biases]);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, count) = ((Tensor)vars[0], (int)vars[1]);
        var (weights, biases) = (vars.Skip(2).Take(count).Cast<Tensor>().ToList(), vars.Skip(2 + count).Cast<Tensor>().ToList());
        // a single matrix of that type is used as it lies
        var weight = count == 1 ? weights[0].As(x.dtype) : Stacked(weights, x.dtype);
        ctx.save_for_backward([x, weight]);
        ctx.save_data("weights", weights.Select(one => (one.shape[0], one.requires_grad)).ToList());
        ctx.save_data("biases", biases.Select(one => (one.shape[0], one.requires_grad)).ToList());
        using var scope = NewDisposeScope();
        return F.linear(x, weight, biases.Count == 0 ? null : Stacked(biases, x.dtype)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (x, weight) = (saved[0], saved[1]);
        var gradient = grad_output.contiguous();
        var ofX = x.requires_grad ? gradient.mm(weight).MoveToOuterDisposeScope() : null;
        var (weights, biases) = (Parts(ctx, "weights"), Parts(ctx, "biases"));
        var ofWeight = weights.Any(part => part.Wanted) ? gradient.t().mm(x).As(ScalarType.Float32) : null;
        var ofBias = biases.Any(part => part.Wanted) ? gradient.sum(0, type: ScalarType.Float32) : null;
        return HandedGradients.Of([ofX!, null!, .. Split(ofWeight, weights), .. Split(ofBias, biases)], grad_output);
    }

    private static Tensor Stacked(List<Tensor> parts, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var rows = parts.Sum(part => part.shape[0]);
        var whole = empty([rows, .. parts[0].shape.Skip(1)], type);
        long at = 0;
        foreach (var part in parts)
        {
            whole.narrow(0, at, part.shape[0]).copy_(part);
            at += part.shape[0];
        }
        return whole.MoveToOuterDisposeScope();
    }

    private static List<(long Rows, bool Wanted)> Parts(autograd.AutogradContext ctx, string name) => (List<(long, bool)>)ctx.get_data(name);

    private static IEnumerable<Tensor> Split(Tensor? whole, List<(long Rows, bool Wanted)> parts)
    {
        long at = 0;
        foreach (var (rows, wanted) in parts)
        {
            yield return wanted ? whole!.narrow(0, at, rows).MoveToOuterDisposeScope() : null!;
            at += rows;
        }
    }
}
