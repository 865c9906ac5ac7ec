using DiffuCoder.Distributed;
using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// The gradients of a step, micro-batch after micro-batch. Micro-batch i is computed by rank i modulo their number; gradients and sums are added in
/// the order of micro-batches whatever that number is, as backward adds them in one process.
/// </summary>
internal sealed class GradientAccumulation(MaskedLanguageModel model, IRanks ranks, PhaseTimes phases)
{
    private readonly IReadOnlyList<Tensor> weights = [.. model.Parameters.Values];

    /// <summary>Fills in the gradients of all micro-batches on every rank.</summary>
    /// <param name="microBatches">How many there are, on all ranks together.</param>
    /// <param name="evaluate">The loss of a micro-batch and the real tokens that it reads.</param>
    public GradientSum Of(int microBatches, Func<int, (LossSum Loss, long Tokens)> evaluate) =>
        ranks.Size == 1
            ? Enumerable.Range(0, microBatches).Aggregate(GradientSum.Zero, (sum, microBatch) => sum.Add(Backward(microBatch, evaluate)))
            : Shared(microBatches, evaluate);

    private GradientSum Shared(int microBatches, Func<int, (LossSum Loss, long Tokens)> evaluate)
    {
        using var gradients = new RankOrderedSum(ranks, weights);
        var sum = GradientSum.Zero;
        for (var first = 0; first < microBatches; first += ranks.Size)
        {
            // ranks beyond the last micro-batch have nothing to give in the last round
            var own = first + ranks.Rank < microBatches ? Backward(first + ranks.Rank, evaluate) : null;
            sum = phases.Of(PhaseTimes.Exchange, () =>
            {
                using var scope = NewDisposeScope();
                gradients.Add([.. weights.Select(weight => weight.grad)]);
                foreach (var weight in weights) weight.grad = null;
                return ranks.Gather(own?.ToBytes() ?? []).Where(bytes => bytes.Length > 0).Select(MicroBatchSums.FromBytes)
                    .Aggregate(sum, (all, part) => all.Add(part));
            });
        }
        phases.Of(PhaseTimes.Exchange, () =>
        {
            for (var i = 0; i < weights.Count; i++) weights[i].grad = gradients.Take(i);
        });
        return sum;
    }

    private MicroBatchSums Backward(int microBatch, Func<int, (LossSum Loss, long Tokens)> evaluate)
    {
        using var scope = NewDisposeScope();
        var (loss, tokens) = evaluate(microBatch);
        if (loss.Sum.requires_grad) phases.Of(PhaseTimes.Backward, () => loss.Sum.backward());
        return MicroBatchSums.Of(loss, tokens);
    }
}
