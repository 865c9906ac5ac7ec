using DiffuCoder.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>
/// log softmax(h W')[token] for each hidden row h, without the logits of all rows ever being in memory:
/// they are computed in chunks, and once more in the backward pass. With s = softmax(h W') and g the
/// gradient of the result, d logits = g (onehot(token) - s), dh = d logits W, dW = (d logits)' h.
/// </summary>
internal sealed class TokenLogProbability : autograd.SingleTensorFunction<TokenLogProbability>
{
    // logits in memory at a time: 64 MB in float32, 110 rows of a vocabulary of 152 064
    private const long ChunkLogits = 1 << 24;

    /// <summary>The name that autograd knows it by.</summary>
    public override string Name => nameof(TokenLogProbability);

    /// <summary>Log-probabilities, float32 [N]; differentiable in both matrices.</summary>
    /// <param name="hidden">Float rows, [N, hidden].</param>
    /// <param name="output">The output layer, [V, hidden].</param>
    /// <param name="tokens">int64 [N].</param>
    public static Tensor Of(Tensor hidden, Tensor output, Tensor tokens) => apply(hidden, output, tokens);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (hidden, output, tokens) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        ctx.save_for_backward([hidden, output, tokens]);
        using var scope = NewDisposeScope();
        var weight = output.As(hidden.dtype);
        var parts = Chunks(hidden.shape[0], output.shape[0]).Select(chunk =>
        {
            using var inner = NewDisposeScope();
            var logits = F.linear(hidden.narrow(0, chunk.Begin, chunk.Size), weight).As(ScalarType.Float32);
            var chosen = logits.gather(1, tokens.narrow(0, chunk.Begin, chunk.Size).unsqueeze(1)).squeeze(1);
            return (chosen - logits.logsumexp(1)).MoveToOuterDisposeScope();
        }).ToList();
        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (hidden, output, tokens) = (saved[0], saved[1], saved[2]);
        var weight = output.As(hidden.dtype);
        var ofHidden = empty_like(hidden);
        // a frozen output layer, as under an adapter, gets none
        var ofOutput = output.requires_grad ? zeros(output.shape, ScalarType.Float32, output.device) : null;
        foreach (var (begin, size) in Chunks(hidden.shape[0], output.shape[0]))
        {
            using var inner = NewDisposeScope();
            var rows = hidden.narrow(0, begin, size);
            var gradient = grad_output.narrow(0, begin, size).unsqueeze(1);
            var ofLogits = F.linear(rows, weight).As(ScalarType.Float32).softmax(1).mul_(gradient).neg_();
            ofLogits.scatter_add_(1, tokens.narrow(0, begin, size).unsqueeze(1), gradient);
            var narrow = ofLogits.As(hidden.dtype);
            ofHidden.narrow(0, begin, size).copy_(narrow.matmul(weight));
            ofOutput?.AddInPlace(narrow.t().matmul(rows).As(ScalarType.Float32));
        }
        return HandedGradients.Of([ofHidden.MoveToOuterDisposeScope(), ofOutput?.As(output.dtype).MoveToOuterDisposeScope()!, null!], grad_output);
    }

    private static IEnumerable<(long Begin, long Size)> Chunks(long rows, long vocabulary)
    {
        var size = Math.Max(1, ChunkLogits / vocabulary);
        for (long begin = 0; begin < rows; begin += size) yield return (begin, Math.Min(size, rows - begin));
    }
}
