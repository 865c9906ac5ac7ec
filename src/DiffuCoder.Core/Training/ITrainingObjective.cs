using DiffuCoder.Models;

namespace DiffuCoder.Training;

/// <summary>What a run minimises.</summary>
public interface ITrainingObjective
{
    /// <summary>Its formula and options in words; a run refuses to resume under another one.</summary>
    string Description { get; }

    /// <summary>The loss of a micro-batch.</summary>
    /// <param name="model">The model in training.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="draws">Source of randomness of this micro-batch.</param>
    /// <returns>Numerator and denominator of the loss; the numerator belongs to the caller's dispose scope.</returns>
    LossSum Evaluate(MaskedLanguageModel model, TrainingRows rows, TrainingDraws draws);
}
