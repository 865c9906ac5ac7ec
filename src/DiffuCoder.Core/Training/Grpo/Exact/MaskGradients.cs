using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// The gradients of a completion's 2^n masked passes, as much of them as is kept: their inner products, and the gradient of the exact bound, which is
/// their sum with the weights of <see cref="ExactLikelihood"/>.
/// </summary>
/// <param name="Moments">Inner products.</param>
/// <param name="Bound">The gradient of the bound of the completion's log-probability, float64 [P].</param>
internal sealed record MaskGradients(MaskMoments Moments, Tensor Bound)
{
    /// <summary>A pass forward and one backward for each mask. The gradient belongs to the current dispose scope.</summary>
    /// <param name="gradients">The model's copy.</param>
    /// <param name="one">The completion, n tokens; n + 1 gradients are kept at a time.</param>
    /// <param name="progress">Told how many masks are done, and of how many.</param>
    /// <param name="cancellation">Ends it between two passes, or within one.</param>
    public static MaskGradients Of(FlatGradient gradients, Completions one, Action<int, int>? progress, CancellationToken cancellation)
    {
        var length = (int)one.CompletionLength;
        var (all, moments) = ((1 << length) - 1, new MaskMoments(length));
        using var scope = NewDisposeScope();
        var watched = one with { Cancellation = cancellation };
        var nothing = gradients.Of([]);
        var sums = Enumerable.Range(0, length + 1).Select(_ => zeros_like(nothing)).ToList();
        for (var mask = 0; mask <= all / 2; mask++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var pass = NewDisposeScope();
            var (masked, complement) = (mask == 0 ? nothing : Of(mask), Of(all - mask));
            var size = MaskMoments.Size(mask);
            moments.Add(
                size, FlatGradient.Dot(masked, masked), FlatGradient.Dot(complement, complement), FlatGradient.Dot(masked, complement));
            sums[size].AddInPlace(masked);
            sums[length - size].AddInPlace(complement);
            progress?.Invoke(2 * (mask + 1), all + 1);
        }
        for (var k = 1; k <= length; k++)
            for (var l = k; l <= length; l++) moments.Set(k, l, FlatGradient.Dot(sums[k], sums[l]));
        var weights = DrawingLaw.OfBound(length);
        var bound = sums.Select((sum, size) => sum.Times(weights[size])).Aggregate((left, right) => left.Plus(right));
        return new(moments, bound.MoveToOuterDisposeScope());

        Tensor Of(int set)
        {
            var view = new MaskedView(ShortCompletion.Masks(one, [set]), 1);
            return gradients.Of(LossOf(view));
        }

        IEnumerable<Tensor> LossOf(MaskedView view)
        {
            yield return LikelihoodEstimator.Estimate(gradients.Model, watched, [view]).sum();
        }
    }
}
