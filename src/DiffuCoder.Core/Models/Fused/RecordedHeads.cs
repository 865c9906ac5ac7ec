using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary><see cref="FusedHeads"/> for autograd.</summary>
internal sealed class RecordedHeads : autograd.MultiTensorFunction<RecordedHeads>
{
    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(RecordedHeads);

    /// <summary>Queries [B, heads, L, d], keys and values [B, key heads, L, d].</summary>
    /// <param name="joined">[B, L, (heads + 2 key heads) d], in one piece.</param>
    /// <param name="rotary">Tables of the same type.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="keyHeads">Key heads.</param>
    public static (Tensor Queries, Tensor Keys, Tensor Values) Of(Tensor joined, RotaryPositions rotary, int heads, int keyHeads)
    {
        var parts = apply(joined, rotary.Cos, rotary.Sin, heads, keyHeads);
        return (parts[0], parts[1], parts[2]);
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (joined, rotary) = ((Tensor)vars[0], new RotaryPositions((Tensor)vars[1], (Tensor)vars[2]));
        ctx.save_for_backward([rotary.Cos, rotary.Sin]);
        var (queries, keys, values) = FusedHeads.Part(joined, rotary, (int)vars[3], (int)vars[4]);
        return [queries, keys, values];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var joined = FusedHeads.Join(
            grad_outputs[0].contiguous(), grad_outputs[1].contiguous(), grad_outputs[2].contiguous(), new(saved[0], saved[1]));
        return HandedGradients.Of([joined.MoveToOuterDisposeScope(), null!, null!, null!, null!], grad_outputs);
    }
}
