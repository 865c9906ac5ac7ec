using DiffuCoder.Datasets;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// What a masked diffusion model says of a completion of n tokens under every one of its 2^n masks, and the bound of its log-probability that
/// follows:
/// <c>ELBO = E_t~U(0,1) E_M|t [ (1/t) sum_(i in M) log p(x_i | x without M) ]</c>, every token in M by itself with probability t (Shi et al., arXiv
/// 2406.04329; Sahoo et al., arXiv 2406.07524). The integral over t gives a mask of k tokens the weight B(k, n-k+1) = (k-1)! (n-k)! / n!, so that
/// <c>ELBO = sum_M B(|M|, n-|M|+1) sum_(i in M) log p(x_i | x without M)</c>, the weights of the masks of any one token adding up to 1.
/// </summary>
/// <remarks>
/// It is also the mean, over the n! orders of writing, of the log-probability of writing the completion token by token in that order.
/// </remarks>
public sealed record ExactLikelihood
{
    /// <summary>Tokens of the longest completion whose masks are enumerated; 2^10 passes.</summary>
    public const int MostTokens = 10;

    // masks that pass through the model together
    private const int Together = 32;

    /// <summary>
    /// Which tokens count: those that were written, the one that ends the text included. Masks cover the others too, as the estimators' do.
    /// </summary>
    public required IReadOnlyList<bool> Counted { get; init; }

    /// <summary>
    /// log p in nats, by mask and token: bit i of the mask's number says whether token i is masked. 0 where it is not, or does not count.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> LogProbabilities { get; init; }

    /// <summary>Tokens of the completion, n.</summary>
    public int Length => Counted.Count;

    /// <summary>The bound of each token, in nats; 0 of one that does not count.</summary>
    public IReadOnlyList<double> TokenBounds => Weighted(DrawingLaw.OfBound(Length));

    /// <summary>
    /// The bound of the completion's log-probability, in nats: the sum over its tokens. Where some do not count, as padding behind the end of a
    /// generation, it is the share of the others in the bound of the whole canvas, which bounds nothing by itself: they are partly read beside it.
    /// </summary>
    public double Bound => TokenBounds.Sum();

    /// <summary>The same with t uniform over [low, high], which bounds nothing: what a single random mask estimates.</summary>
    /// <param name="low">Least ratio, at least 0.01.</param>
    /// <param name="high">Largest, at most 1.</param>
    /// <exception cref="TrainingException">The range is empty, or leaves [0.01, 1].</exception>
    public double BoundBetween(double low, double high)
    {
        var single = new LikelihoodEstimator { Variant = MaskVariant.RandomMask, LeastMaskRatio = low, MostMaskRatio = high };
        return Weighted(DrawingLaw.Of(single, Length)!.Weights).Sum();
    }

    /// <summary>
    /// Expectation, bias and variance of an estimator, exact where its law can be written down; null where it can only be drawn
    /// (<see cref="EstimatorAccuracy.Drawn"/>): the prompt is masked too, or the variant is one of your own.
    /// </summary>
    /// <param name="estimator">The estimator as it is configured.</param>
    /// <exception cref="TrainingException">The range of ratios is empty, or a weight is infinite in it.</exception>
    public EstimatorAccuracy? Accuracy(LikelihoodEstimator estimator)
    {
        if (DrawingLaw.Of(estimator, Length) is not { } law) return null;
        var tokens = Counted.Count(counted => counted);
        var sums = MaskMoments.Of(Length, [.. LogProbabilities.Select(values => new[] { values.Sum() / tokens })]);
        var each = MaskMoments.Of(Length, [.. LogProbabilities.Select(values => values.ToArray())]);
        return EstimatorAccuracy.Exact(
            estimator, Bound / tokens, Weighted(law.Weights).Sum() / tokens, law.Variance(sums), law.Variance(each) / tokens);
    }

    /// <summary>Looks at all masks of a generation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The generation, of a prompt that was gone on from.</param>
    /// <param name="progress">Told how many masks are done, and of how many.</param>
    /// <param name="cancellation">Ends it between two passes, or within one.</param>
    /// <exception cref="TrainingException">
    /// The completion has more than <see cref="MostTokens"/> tokens, nothing was written, or the model has no mask token.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static ExactLikelihood Of(
        MaskedLanguageModel model, Trajectory generation, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        return Of(model, ShortCompletion.Of(model, generation), progress, cancellation);
    }

    /// <summary>Looks at all masks of the learned part of a row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">A prompt and what follows it.</param>
    /// <param name="progress">Told how many masks are done, and of how many.</param>
    /// <param name="cancellation">Ends it between two passes, or within one.</param>
    /// <exception cref="TrainingException">As of a generation.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static ExactLikelihood Of(
        MaskedLanguageModel model, TokenRow row, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        return Of(model, ShortCompletion.Of(model, row), progress, cancellation);
    }

    private static ExactLikelihood Of(MaskedLanguageModel model, Completions one, Action<int, int>? progress, CancellationToken cancellation)
    {
        using var quiet = no_grad();
        var all = 1 << (int)one.CompletionLength;
        var values = new List<IReadOnlyList<double>> { new double[one.CompletionLength] };
        foreach (var sets in Enumerable.Range(1, all - 1).Chunk(Together))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var copies = one.Repeated(sets.Length) with { Cancellation = cancellation };
            var view = new MaskedView(ShortCompletion.Masks(one, sets), 1);
            var estimates = LikelihoodEstimator.Estimate(model, copies, [view]).to(ScalarType.Float64).cpu().contiguous().data<double>();
            values.AddRange(estimates.ToArray().Chunk((int)one.CompletionLength));
            progress?.Invoke(values.Count, all);
        }
        return new() { Counted = one.Counted.cpu().reshape(-1).data<bool>().ToArray(), LogProbabilities = values };
    }

    // the sum over masks, each with the weight of its size
    private double[] Weighted(double[] weights)
    {
        var sums = new double[Length];
        for (var mask = 1; mask < LogProbabilities.Count; mask++)
            for (var i = 0; i < Length; i++) sums[i] += weights[MaskMoments.Size(mask)] * LogProbabilities[mask][i];
        return sums;
    }
}
