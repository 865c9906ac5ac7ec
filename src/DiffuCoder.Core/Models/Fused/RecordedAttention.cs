using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// Attention of short rows for autograd: all scores at once, in two batched products forward and four back, with <see cref="FusedScores"/> between
/// them. torch's fused attention makes a primitive of its own for the product of each block of each head, which at such lengths takes far longer than
/// the products; for long rows it needs far less memory. With probabilities p = softmax(c q k'), o = p v, and the gradient do: dv = p' do,
/// dp = do v', ds as there, dq = ds k, dk = ds' q.
/// </summary>
internal sealed class RecordedAttention : autograd.SingleTensorFunction<RecordedAttention>
{
    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(RecordedAttention);

    /// <summary>What each query takes from the values that it may see, [B L, heads d].</summary>
    /// <param name="queries">[B, heads, L, d], in one piece.</param>
    /// <param name="keys">[B, key heads, L, d], in one piece.</param>
    /// <param name="values">[B, key heads, L, d], in one piece.</param>
    /// <param name="pattern">Who attends to whom.</param>
    public static Tensor Of(Tensor queries, Tensor keys, Tensor values, AttentionPattern pattern)
    {
        using var scope = NewDisposeScope();
        var seen = Seen(pattern, queries.shape[2], queries.device);
        return (seen is null ? apply(queries, keys, values) : apply(queries, keys, values, seen)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (queries, keys, values) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        ctx.save_data("inputs", vars.Length);
        using var scope = NewDisposeScope();
        var scores = ByKeyHead(queries, keys).bmm(Flat(keys).transpose(1, 2));
        FusedScores.Softmax(
            scores.view([.. queries.shape[..3], keys.shape[2]]), vars.Length > 3 ? (Tensor)vars[3] : null, Scale(queries));
        ctx.save_for_backward([queries, keys, values, scores.MoveToOuterDisposeScope()]);
        return HeadOrder.Beside(scores.bmm(Flat(values)).view(queries.shape)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (queries, keys, values, probabilities) = (saved[0], saved[1], saved[2], saved[3]);
        var gradient = ByKeyHead(HeadOrder.Behind(grad_output.contiguous(), queries.shape), keys);
        var ofValues = probabilities.transpose(1, 2).bmm(gradient);
        var ofScores = gradient.bmm(Flat(values).transpose(1, 2));
        FusedScores.Gradient(probabilities, ofScores, Scale(queries));
        var ofQueries = ofScores.bmm(Flat(keys));
        var ofKeys = ofScores.transpose(1, 2).bmm(ByKeyHead(queries, keys));
        List<Tensor> gradients = [Like(ofQueries, queries), Like(ofKeys, keys), Like(ofValues, values)];
        if ((int)ctx.get_data("inputs") > gradients.Count) gradients.Add(null!);
        return HandedGradients.Of(gradients, grad_output);

        static Tensor Like(Tensor gradient, Tensor input) => gradient.view(input.shape).MoveToOuterDisposeScope();
    }

    // queries that share a key head are one long list of queries, [B key heads, heads / key heads L, d]
    private static Tensor ByKeyHead(Tensor queries, Tensor keys) => queries.view(keys.shape[0] * keys.shape[1], -1, keys.shape[3]);

    private static Tensor Flat(Tensor heads) => heads.view(-1, heads.shape[2], heads.shape[3]);

    private static double Scale(Tensor queries) => 1 / Math.Sqrt(queries.shape[3]);

    // 0 where a query may see a key, -infinity elsewhere, [B or 1, L or 1, L]
    private static Tensor? Seen(AttentionPattern pattern, long length, Device device)
    {
        using var scope = NewDisposeScope();
        var mask = pattern.IsCausal ? ones(length, length, ScalarType.Bool, device).tril().unsqueeze(0) : pattern.Mask?.squeeze(1);
        if (mask is null) return null;
        using TorchSharp.Scalar hidden = double.NegativeInfinity;
        return zeros(mask.shape, ScalarType.Float32, device).masked_fill_(mask.logical_not(), hidden).MoveToOuterDisposeScope();
    }
}
