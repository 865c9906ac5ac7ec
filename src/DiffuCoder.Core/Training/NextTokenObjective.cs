using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// Next-token prediction for the causal ancestor: the mean over targets of -log
/// p(x_i | x_&lt;i). Column 0 has nothing before it and is never a target.
/// </summary>
public sealed record NextTokenObjective : ITrainingObjective
{
    /// <inheritdoc/>
    public string Description => "next token";

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The model sees what it is asked to predict.</exception>
    public LossSum Evaluate(MaskedLanguageModel model, TrainingRows rows, TrainingDraws draws)
    {
        if (model.Config.Attention != AttentionKind.Causal)
            throw new TrainingException(
                $"Next-token training of a {model.Config.ModelType} model, whose attention is bidirectional: every token would see itself. "
                    + $"Train a causal model (qwen2), or use {nameof(DiffusionObjective)}.");
        using var scope = NewDisposeScope();
        var learned = rows.Targets.clone();
        learned[.., 0] = false;
        var at = TokenLoss.Positions(learned);
        if (at.shape[0] == 0) return new(zeros(1, ScalarType.Float32, CPU).sum().MoveToOuterDisposeScope(), 0);
        var crossEntropy = TokenLoss.CrossEntropy(model, rows.Canvas(rows.Tokens), rows.Tokens, at);
        return new(crossEntropy.sum().MoveToOuterDisposeScope(), at.shape[0]) { Measures = TokenLoss.Measures(crossEntropy) };
    }
}
