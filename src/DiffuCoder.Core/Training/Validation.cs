using DiffuCoder.Distributed;
using DiffuCoder.Models;
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

    /// <summary>The loss of a model, each rank reading its share of the batches; added in their order.</summary>
    internal Mean Loss(MaskedLanguageModel model, ITrainingObjective objective, long seed, IRanks ranks)
    {
        using var quiet = no_grad();
        var total = new Mean(0, 0);
        for (var first = 0; first < Batches; first += ranks.Size)
        {
            var own = first + ranks.Rank < Batches ? Part(model, objective, seed, first + ranks.Rank) : null;
            total = ranks.Gather(own?.ToBytes() ?? []).Where(bytes => bytes.Length > 0).Select(MicroBatchSums.FromBytes)
                .Aggregate(total, (sum, part) => sum + new Mean(part.Loss, part.Normalizer));
        }
        return total;
    }

    private MicroBatchSums Part(MaskedLanguageModel model, ITrainingObjective objective, long seed, int batch)
    {
        using var scope = NewDisposeScope();
        // a step beyond any annealing, which no training step draws from
        return MicroBatchSums.Of(objective.Evaluate(model, Data.Next(batch).For(model), new(seed, long.MaxValue, batch)), 0);
    }
}
