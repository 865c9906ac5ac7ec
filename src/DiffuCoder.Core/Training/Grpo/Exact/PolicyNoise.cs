using DiffuCoder.Analysis;
using DiffuCoder.Datasets;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>
/// How much of the gradient of a policy loss is chance of the masks: completions and advantages are fixed, and masks are drawn again and again, as
/// the first update of a round draws them (<see cref="PolicyLoss"/>).
/// </summary>
/// <param name="Estimator">The estimator in words.</param>
/// <param name="Passes">Forward passes of an update over the completions.</param>
/// <param name="Norm">|E g|, the norm of the gradient's expectation over masks.</param>
/// <param name="Noise">E |g - E g|^2 / |E g|^2: the sum over weights of the variances, relative to the squared norm of the expectation.</param>
public sealed record PolicyNoise(string Estimator, int Passes, double Norm, Band Noise)
{
    /// <summary>Draws the masks of an update again and again, on a float32 copy of the model; the model stays as it is.</summary>
    /// <param name="model">The model that is to learn; not one under an adapter.</param>
    /// <param name="options">Estimator, loss and size of a group.</param>
    /// <param name="completions">Prompts with what was written, and the advantages; each group's lie side by side.</param>
    /// <param name="draws">How often, at least 2; an interval needs 3.</param>
    /// <param name="seed">Where masks are drawn from.</param>
    /// <param name="reference">
    /// What the divergence is from; null: the model itself, as at the begin of a run, where k2 and k3 have no gradient.
    /// </param>
    /// <param name="microBatches">Parts in which the completions pass through the model.</param>
    /// <param name="bands">How the interval is made; <see cref="BandOptions.Default"/> when null.</param>
    /// <param name="progress">Told how many draws are done, and of how many.</param>
    /// <param name="cancellation">Ends it between two draws.</param>
    /// <exception cref="TrainingException">
    /// There are no completions, they do not fill groups, or a number is out of its range.
    /// </exception>
    /// <exception cref="ModelException">The model is one under an adapter.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static PolicyNoise Of(
        MaskedLanguageModel model, GrpoOptions options, IReadOnlyList<(TokenRow Row, double Advantage)> completions, int draws, long seed,
        MaskedLanguageModel? reference = null, int microBatches = 1, BandOptions? bands = null, Action<int, int>? progress = null,
        CancellationToken cancellation = default)
    {
        if (completions.Count == 0 || completions.Count % options.GroupSize != 0)
            throw new TrainingException(
                $"{completions.Count} completions do not fill groups of {options.GroupSize}; give those of whole groups, side by side.");
        var loss = options.Loss;
        loss.RequireFitting(weighted: false);
        using var scope = NewDisposeScope();
        using var copy = new FlatGradient(model);
        var device = model.Device.Resolve();
        var batch = RolloutBatch.Of([.. completions.Select(one => Written(one.Row))], model.Config, device);
        VocabularyCheck.Require(batch.Tokens, model.Config.VocabularySize, (row, column) => $"Token {column + 1} of completion {row + 1}");
        double[] given = [.. completions.Select(one => one.Advantage)];
        var advantages = tensor(loss.Objective.Weights?.Invoke(given, options.GroupSize) ?? given, ScalarType.Float32, device);
        var parts = Math.Min((int)Require.AtLeast(microBatches, 1, nameof(microBatches)), completions.Count);
        var sample = GradientSample.Of(draws, Gradient, null, bands ?? BandOptions.Default, progress, cancellation);
        return new(options.Estimator.Description, options.Estimator.Passes, sample.Norm, sample.Noise);

        Tensor Gradient(int draw)
        {
            var views = options.Estimator.Draw(batch, new(seed, draw, 0), options.GroupSize);
            var normalizer = 0.0;
            var sum = copy.Of(Losses(views, count => normalizer += count));
            using Scalar held = normalizer;
            return sum.div(held);
        }

        IEnumerable<Tensor> Losses(IReadOnlyList<MaskedView> views, Action<double> normalize)
        {
            for (var i = 0; i < parts; i++)
            {
                var (first, count) = (completions.Count * i / parts, completions.Count * (i + 1) / parts - completions.Count * i / parts);
                var (rows, own) = (batch.Slice(first, count), advantages.narrow(0, first, count));
                IReadOnlyList<MaskedView> masks = [.. views.Select(view => view.Slice(first, count))];
                var now = loss.Objective.Estimate(copy.Model, rows, masks, own);
                var before = loss.NeedsReference ? Behind(rows, masks) ?? now.detach() : null;
                var part = loss.Of(now, now.detach(), before, own, rows.Counted);
                normalize(part.Normalizer);
                yield return part.Sum;
            }
        }

        Tensor? Behind(Completions rows, IReadOnlyList<MaskedView> masks)
        {
            if (reference is null) return null;
            using var quiet = no_grad();
            return LikelihoodEstimator.Estimate(reference, rows, masks);
        }
    }

    private static Trajectory Written(TokenRow row) => new()
    {
        Initial = row.Tokens,
        Final = row.Tokens,
        CompletionStart = row.LearnedFrom,
        TextEnd = row.Tokens.Count,
        Steps = [],
        Options = SamplerOptions.Paper,
        Seed = 0,
    };
}
