using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// A block whose intermediate results are not kept for the backward pass but computed again there (Chen et al., arXiv 1604.06174): memory of one
/// residual stream per block, for one more forward pass.
/// </summary>
internal sealed class CheckpointedBlock : autograd.SingleTensorFunction<CheckpointedBlock>
{
    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(CheckpointedBlock);

    /// <summary>What the block gives for x, differentiable in x and in the weights.</summary>
    /// <param name="block">The block.</param>
    /// <param name="x">The residual stream.</param>
    /// <param name="rotary">Rotary tables.</param>
    /// <param name="pattern">Who attends to whom.</param>
    public static Tensor Of(TransformerBlock block, Tensor x, RotaryPositions rotary, AttentionPattern pattern) =>
        pattern.Mask is null
            ? apply([block, pattern.IsCausal, x, rotary.Cos, rotary.Sin, .. block.Weights])
            : apply([block, pattern.IsCausal, x, rotary.Cos, rotary.Sin, .. block.Weights, pattern.Mask]);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        // the tables and the mask are kept by autograd: the caller's are disposed of before the backward pass
        var tensors = vars.Skip(2).Cast<Tensor>().ToList();
        ctx.save_data("block", vars[0]);
        ctx.save_data("causal", vars[1]);
        ctx.save_for_backward(tensors);
        // as it is computed again, to the bit: without recording blocks take other passes
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        return Forward(ctx, tensors[0].detach().requires_grad_(true), tensors).detach().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var x = saved[0].detach().requires_grad_(true);
        using var recording = enable_grad();
        var again = Forward(ctx, x, saved);
        Tensor[] inputs = [x, .. saved.Skip(1)];
        var wanted = inputs.Where(input => input.requires_grad).ToList();
        var gradients = new Queue<Tensor>(autograd.grad([again], wanted, [grad_output], allow_unused: true));
        return HandedGradients.Of(
            [null!, null!, .. inputs.Select(input => input.requires_grad ? gradients.Dequeue().MoveToOuterDisposeScope() : null!)], grad_output);
    }

    private static Tensor Forward(autograd.AutogradContext ctx, Tensor x, List<Tensor> tensors)
    {
        var block = (TransformerBlock)ctx.get_data("block");
        var mask = tensors.Count > 3 + block.Weights.Count() ? tensors[^1] : null;
        return block.Forward(x, new(tensors[1], tensors[2]), new AttentionPattern(mask, (bool)ctx.get_data("causal")));
    }
}
