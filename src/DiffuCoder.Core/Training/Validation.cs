using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// Held-out rows on which the loss is measured now and then, always under the same masks and under full attention. Logged as <c>validation_loss</c>.
/// </summary>
/// <param name="Data">The rows.</param>
public sealed record Validation(ITrainingData Data)
{
    internal const string Measure = "validation_loss";

    /// <summary>Micro-batches that are read each time.</summary>
    public int Batches { get; init => field = (int)Require.AtLeast(value, 1); } = 8;

    /// <summary>Steps between two measurements.</summary>
    public long Every { get; init => field = Require.AtLeast(value, 1); } = 100;

    internal string Description => $"{Batches} batches of ({Data.Description}) every {Every} steps";

    /// <summary>The loss of a model.</summary>
    internal Mean Loss(MaskedLanguageModel model, ITrainingObjective objective, long seed)
    {
        using var quiet = no_grad();
        var (sum, normalizer) = (0.0, 0.0);
        for (var batch = 0; batch < Batches; batch++)
        {
            using var scope = NewDisposeScope();
            // a step beyond any annealing, which no training step draws from
            var part = objective.Evaluate(model, Data.Next(batch).For(model), new(seed, long.MaxValue, batch));
            (sum, normalizer) = (sum + part.Sum.ToDouble(), normalizer + part.Normalizer);
        }
        return new(sum, normalizer);
    }
}
