using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// Masked diffusion: for t ~ U(0, 1), each target token is masked with probability p(t); the loss is the sum over masked tokens of
/// weight times cross entropy, divided by the normalisation (paper section 5). The model is asked for masked positions only.
/// </summary>
public sealed record DiffusionObjective : ITrainingObjective
{
    /// <summary>The forward process.</summary>
    public MaskingOptions Masking { get; init; } = new();

    /// <summary>Weight of a masked token. Default 1/t (paper section 5).</summary>
    public LossWeighting Weighting { get; init; } = LossWeighting.InverseTime;

    /// <summary>What the sum is divided by. Default: the number of targets.</summary>
    public LossNormalization Normalization { get; init; } = LossNormalization.Token;

    /// <summary>From causal to full attention; null: full attention from the first step on.</summary>
    public AttentionAnnealing? Annealing { get; init; }

    /// <inheritdoc/>
    public string Description =>
        $"masked diffusion weighting={Weighting.Name} normalization={Normalization} {Masking.Description} annealing={Annealing?.Steps ?? 0}";

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The model has no mask token.</exception>
    public LossSum Evaluate(MaskedLanguageModel model, TrainingRows rows, TrainingDraws draws)
    {
        using var scope = NewDisposeScope();
        var noised = Training.Masking.Draw(rows, draws, TokenLoss.MaskToken(model), Masking);
        var loss = Evaluate(model, noised, OpenEdges(noised.Clean, draws));
        return loss with { Sum = loss.Sum.MoveToOuterDisposeScope() };
    }

    /// <summary>The loss of rows that are noised already.</summary>
    /// <param name="model">The model in training.</param>
    /// <param name="noised">The noised rows.</param>
    /// <param name="edges">Who attends to whom, bool [L, L] or [B, L, L]; null: the rows' own, or the family's.</param>
    /// <returns>Numerator and denominator of the loss; the numerator belongs to the caller's dispose scope.</returns>
    public LossSum Evaluate(MaskedLanguageModel model, NoisedRows noised, Tensor? edges = null)
    {
        using var scope = NewDisposeScope();
        var rows = noised.Clean;
        var at = TokenLoss.Positions(noised.Masked);
        var masked = at.shape[0];
        var normalizer = Normalizer(rows, masked);
        if (masked == 0) return new(zeros(1, ScalarType.Float32, CPU).sum().MoveToOuterDisposeScope(), normalizer);
        var crossEntropy = TokenLoss.CrossEntropy(model, rows.Canvas(noised.Tokens, edges), rows.Tokens, at);
        var weights = Weights(noised).reshape(-1).index_select(0, at);
        return new((crossEntropy * weights).sum().MoveToOuterDisposeScope(), normalizer) { Measures = TokenLoss.Measures(crossEntropy) };
    }

    private Tensor Weights(NoisedRows noised)
    {
        var weights = Weighting.Of(noised);
        using Scalar least = 1;
        if (Normalization == LossNormalization.Sequence)
            weights = weights / noised.Clean.Targets.sum(1, keepdim: true).clamp_min(least);
        return weights.expand(noised.Masked.shape);
    }

    private double Normalizer(TrainingRows rows, long masked) => Normalization switch
    {
        LossNormalization.Token => rows.Targets.sum().ToInt64(),
        LossNormalization.Sequence or LossNormalization.Batch => rows.Rows,
        LossNormalization.Masked => masked,
        LossNormalization.Position => rows.Rows * rows.Length,
        _ => throw new TrainingException(
            $"{nameof(Normalization)} is {Normalization}; it must be one of {string.Join(", ", Enum.GetNames<LossNormalization>())}."),
    };

    private Tensor? OpenEdges(TrainingRows rows, TrainingDraws draws)
    {
        if (Annealing?.Edges(rows.Length, draws) is not { } annealed) return null;
        var edges = annealed.to(rows.Tokens.device);
        return rows.Edges is { } own ? edges & own : edges;
    }
}
