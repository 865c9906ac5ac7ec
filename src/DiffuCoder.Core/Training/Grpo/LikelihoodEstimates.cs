using DiffuCoder.Analysis;
using DiffuCoder.Datasets;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// The estimate of one completion's log-probability, drawn many times, each time with mask ratios and masks of its
/// own: how much an update of reinforcement learning would owe to chance (DiffuCoder, arXiv 2506.20639, appendix A.4).
/// </summary>
/// <param name="Tokens">A row per draw, an entry per counted token of the completion, in nats.</param>
public sealed record LikelihoodEstimates(IReadOnlyList<IReadOnlyList<double>> Tokens)
{
    // draws that pass through the model together
    private const int Together = 16;

    /// <summary>The mean over tokens of each draw, in nats per token.</summary>
    public IReadOnlyList<double> Sequences => [.. Tokens.Select(tokens => tokens.Average())];

    /// <summary>Mean and variances of the draws.</summary>
    /// <param name="options">How the bands are made, by the bootstrap over draws; <see cref="BandOptions.Default"/> when null.</param>
    /// <exception cref="AnalysisException">There are fewer than two draws.</exception>
    public LikelihoodVariance Variance(BandOptions? options = null) =>
        new(Band.Of(Sequences, options), VarianceBand.Mean(Tokens, options), VarianceBand.Of(Sequences, options));

    /// <summary>Draws the estimate of a generation. Counted are the tokens that the model wrote, the first that ends its text included.</summary>
    /// <param name="model">The model.</param>
    /// <param name="estimator">How masks are drawn.</param>
    /// <param name="generation">The generation, of a prompt that was gone on from.</param>
    /// <param name="draws">How often, 1 or more.</param>
    /// <param name="seed">Where the draws come from.</param>
    /// <exception cref="TrainingException">The model has no mask token, a number is out of its range, or nothing was written.</exception>
    public static LikelihoodEstimates Draw(MaskedLanguageModel model, LikelihoodEstimator estimator, Trajectory generation, int draws, long seed)
    {
        using var scope = NewDisposeScope();
        return Draw(model, estimator, RolloutBatch.Of([generation], model.Config, model.Device.Resolve()), draws, seed);
    }

    /// <summary>Draws the estimate of the learned part of a row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="estimator">How masks are drawn.</param>
    /// <param name="row">A prompt and what follows it.</param>
    /// <param name="draws">How often, 1 or more.</param>
    /// <param name="seed">Where the draws come from.</param>
    /// <exception cref="TrainingException">The model has no mask token, a number is out of its range, or nothing of the row is learned.</exception>
    public static LikelihoodEstimates Draw(MaskedLanguageModel model, LikelihoodEstimator estimator, TokenRow row, int draws, long seed)
    {
        using var scope = NewDisposeScope();
        return Draw(model, estimator, RowOf(row, model.Device.Resolve()), draws, seed);
    }

    /// <summary>A row as a completion of its own.</summary>
    internal static Completions RowOf(TokenRow row, torch.Device device) => new(
        tensor([.. row.Tokens.Select(token => (long)token)], [1, row.Tokens.Count], device: device),
        row.LearnedFrom, ones(1, Math.Max(0, row.Tokens.Count - row.LearnedFrom), ScalarType.Bool, device));

    /// <summary>Refuses a completion without a token that counts, or with one that the model does not know.</summary>
    internal static void RequireWritten(MaskedLanguageModel model, Completions one)
    {
        VocabularyCheck.Require(one.Tokens, model.Config.VocabularySize, (_, column) => $"Token {column + 1} of the row");
        if (!one.Counted.any().item<bool>()) throw Nothing();
    }

    /// <summary>
    /// Draws the estimate of tokens anywhere in a row, given all others, or for <see cref="MaskVariant.NextToken"/> those before them: of what fills
    /// holes. The others are never masked.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="estimator">How masks are drawn; of a prompt that is masked too it has none.</param>
    /// <param name="tokens">The row.</param>
    /// <param name="positions">The places of the tokens that are estimated, at least one, ascending.</param>
    /// <param name="draws">How often, 1 or more.</param>
    /// <param name="seed">Where the draws come from.</param>
    /// <exception cref="TrainingException">The model has no mask token, a number is out of its range, or nothing is to be estimated.</exception>
    public static LikelihoodEstimates Draw(
        MaskedLanguageModel model, LikelihoodEstimator estimator, IReadOnlyList<int> tokens, IReadOnlyList<int> positions, int draws, long seed)
    {
        if (positions.Count == 0) throw Nothing();
        using var scope = NewDisposeScope();
        var at = tensor([.. positions.Select(position => (long)position)]);
        var none = zeros(1, tokens.Count, ScalarType.Bool, CPU);
        var hole = new Completions(zeros(1, positions.Count, ScalarType.Int64, CPU), 0, ones(1, positions.Count, ScalarType.Bool, CPU));
        var device = model.Device.Resolve();
        var row = tensor([.. tokens.Select(token => (long)token)], [1, tokens.Count], device: device);
        var one = new Completions(row, 0, Placed(hole.Counted).to(device));
        return Draw(model, one, draws, seed, random => [
            .. estimator.Draw(hole, random).Select(view => view with
            {
                Masked = Placed(view.Masked.cpu()).to(device),
                RowWeights = view.RowWeights?.to(device),
            })]);

        Tensor Placed(Tensor masked) => none.index_copy(1, at, masked);
    }

    private static LikelihoodEstimates Draw(MaskedLanguageModel model, LikelihoodEstimator estimator, Completions one, int draws, long seed) =>
        Draw(model, one, draws, seed, random => estimator.Draw(one, random));

    private static LikelihoodEstimates Draw(
        MaskedLanguageModel model, Completions one, int draws, long seed, Func<TrainingDraws, IReadOnlyList<MaskedView>> views)
    {
        Require.AtLeast(draws, 1, nameof(draws));
        RequireWritten(model, one);
        var counted = one.Counted.reshape(-1).nonzero().squeeze(1);
        using var quiet = no_grad();
        return new([.. Enumerable.Range(0, draws).Chunk(Together).SelectMany(part =>
        {
            using var scope = NewDisposeScope();
            var estimates = Estimate(model, one, [.. part.Select(draw => views(new(seed, draw, 0)))]).index_select(1, counted);
            var values = estimates.to(ScalarType.Float64).cpu().data<double>().ToArray();
            return values.Chunk(values.Length / part.Length).ToList();
        })]);
    }

    private static TrainingException Nothing() =>
        new("The completion has no token to estimate the probability of; give one that was written.");

    // a pass of the model for each view, whose weights differ from draw to draw
    private static Tensor Estimate(MaskedLanguageModel model, Completions one, IReadOnlyList<IReadOnlyList<MaskedView>> draws) =>
        Enumerable.Range(0, draws[0].Count).Select(view =>
        {
            var masked = cat([.. draws.Select(views => views[view].Masked)]);
            // the full mask is the same in every draw: one row says it for all
            if (masked.eq(masked.narrow(0, 0, 1)).all().item<bool>()) masked = masked.narrow(0, 0, 1);
            var rows = masked.shape[0];
            var copies = new Completions(one.Tokens.expand(rows, -1), one.PromptLength, one.Counted.expand(rows, -1))
            {
                AttentionMask = one.AttentionMask?.expand(rows, -1),
            };
            var weights = draws[0][view].RowWeights is null
                ? tensor([.. draws.Select(views => (float)views[view].Weight)], [draws.Count, 1], device: one.Tokens.device)
                : cat([.. draws.Select(views => views[view].RowWeights!)]);
            return LikelihoodEstimator.Estimate(model, copies, [draws[0][view] with { Masked = masked, Weight = 1, RowWeights = null }]) * weights;
        }).Aggregate((sum, term) => sum.Plus(term));
}

/// <summary>Mean and variance of an estimate over its draws.</summary>
/// <param name="Mean">Mean of <see cref="LikelihoodEstimates.Sequences"/>, in nats per token, with its band.</param>
/// <param name="PerToken">Variance of a token's estimate, the mean over tokens, in nats squared.</param>
/// <param name="OfMean">Variance of the mean over tokens, in nats squared.</param>
public sealed record LikelihoodVariance(Band Mean, VarianceBand PerToken, VarianceBand OfMean);
