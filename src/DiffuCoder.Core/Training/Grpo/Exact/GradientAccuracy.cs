using DiffuCoder.Analysis;
using DiffuCoder.Datasets;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// How far the gradient of an estimate of a completion's log-probability, with respect to all weights, is from the gradient g of the exact bound, by
/// independent draws of its masks; and, where the masks' law can be written down, the same without drawing.
/// </summary>
/// <param name="Estimator">The estimator in words.</param>
/// <param name="Passes">Forward passes of an estimate, each with a backward one.</param>
/// <param name="Norm">|g|, in nats of the completion per unit of the weights.</param>
/// <param name="Bias">|E g' - g| / |g|; 0 where it cannot be told from that.</param>
/// <param name="Scale">E g' . g / |g|^2.</param>
/// <param name="Variance">E |g' - E g'|^2 / |g|^2, the sum over weights of their variances.</param>
/// <param name="Noise">E |g' - E g'|^2 / |E g'|^2.</param>
/// <param name="Cosine">Cosine of the angle between one estimate and g, the mean over draws.</param>
/// <param name="Exact">The same over all masks; null where they can only be drawn.</param>
public sealed record GradientAccuracy(
    string Estimator, int Passes, double Norm, Band Bias, Band Scale, Band Variance, Band Noise, Band Cosine, GradientMoments? Exact)
{
    /// <summary>Measures estimators on a generation, on a float32 copy of the model; the model stays as it is.</summary>
    /// <param name="model">The model; not one under an adapter.</param>
    /// <param name="estimators">The estimators, all measured against the same exact gradient.</param>
    /// <param name="generation">
    /// The generation, of a prompt that was gone on from, of at most <see cref="ExactLikelihood.MostTokens"/> tokens.
    /// </param>
    /// <param name="draws">Estimates of each, at least 2; intervals need 3. Each has a backward pass for every forward one.</param>
    /// <param name="seed">Where masks are drawn from.</param>
    /// <param name="bands">How intervals are made; <see cref="BandOptions.Default"/> when null.</param>
    /// <param name="progress">Told how many of the steps are done, masks and draws, and of how many.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <exception cref="TrainingException">The completion is too long or empty, or a number is out of its range.</exception>
    /// <exception cref="ModelException">The model is one under an adapter.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IReadOnlyList<GradientAccuracy> Of(
        MaskedLanguageModel model, IReadOnlyList<LikelihoodEstimator> estimators, Trajectory generation, int draws, long seed,
        BandOptions? bands = null, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        return Of(model, estimators, ShortCompletion.Of(model, generation), draws, seed, bands, progress, cancellation);
    }

    /// <summary>Measures estimators on the learned part of a row, as on a generation.</summary>
    /// <param name="model">The model; not one under an adapter.</param>
    /// <param name="estimators">The estimators.</param>
    /// <param name="row">A prompt and what follows it, of at most <see cref="ExactLikelihood.MostTokens"/> tokens.</param>
    /// <param name="draws">Estimates of each, at least 2; intervals need 3.</param>
    /// <param name="seed">Where masks are drawn from.</param>
    /// <param name="bands">How intervals are made; <see cref="BandOptions.Default"/> when null.</param>
    /// <param name="progress">Told how many of the steps are done, masks and draws, and of how many.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <exception cref="TrainingException">The completion is too long or empty, or a number is out of its range.</exception>
    /// <exception cref="ModelException">The model is one under an adapter.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IReadOnlyList<GradientAccuracy> Of(
        MaskedLanguageModel model, IReadOnlyList<LikelihoodEstimator> estimators, TokenRow row, int draws, long seed,
        BandOptions? bands = null, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        return Of(model, estimators, ShortCompletion.Of(model, row), draws, seed, bands, progress, cancellation);
    }

    private static IReadOnlyList<GradientAccuracy> Of(
        MaskedLanguageModel model, IReadOnlyList<LikelihoodEstimator> estimators, Completions one, int draws, long seed, BandOptions? bands,
        Action<int, int>? progress, CancellationToken cancellation)
    {
        Require.AtLeast(draws, 2, nameof(draws));
        var length = (int)one.CompletionLength;
        var laws = estimators.Select(estimator => DrawingLaw.Of(estimator, length)).ToList();
        using var copy = new FlatGradient(model);
        var (masks, all) = (1 << length, (1 << length) + draws * estimators.Count);
        var exact = MaskGradients.Of(copy, one, (done, _) => progress?.Invoke(done, all), cancellation);
        var bound = DrawingLaw.OfBound(length);
        var norm = Math.Sqrt(FlatGradient.Dot(exact.Bound, exact.Bound));
        return [.. estimators.Select((estimator, i) =>
        {
            var sample = GradientSample.Of(
                draws, draw => copy.Of(Estimate(copy.Model, estimator, one, new(seed, draw, 0))), exact.Bound, bands ?? BandOptions.Default,
                (done, _) => progress?.Invoke(masks + i * draws + done, all), cancellation);
            var moments = laws[i] is { } law ? GradientMoments.Of(exact.Moments, law, bound) : null;
            return new GradientAccuracy(
                estimator.Description, estimator.Passes, norm, sample.Bias, sample.Scale, sample.Variance, sample.Noise, sample.Cosine, moments);
        })];
    }

    private static IEnumerable<Tensor> Estimate(MaskedLanguageModel model, LikelihoodEstimator estimator, Completions one, TrainingDraws draws)
    {
        yield return LikelihoodEstimator.Estimate(model, one, estimator.Draw(one, draws)).sum();
    }
}
