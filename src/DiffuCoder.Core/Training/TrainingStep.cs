using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>Learning from given rows: gradients of all micro-batches, then an update.</summary>
internal sealed class TrainingStep(MaskedLanguageModel model, ITrainingObjective objective, ITrainingData data, TrainingOptions options, AdamW optimizer) : ITrainingProcedure
{
    private readonly WeightUpdate update = new(model, options, optimizer);

    public IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>();

    public bool CanResumeAfter(long steps) => true;

    public StepOutcome Run(long step, CancellationToken cancellation) => update.Apply(step, () =>
        Enumerable.Range(0, options.MicroBatches).Aggregate(GradientSum.Zero, (sum, microBatch) =>
        {
            using var scope = NewDisposeScope();
            var rows = data.Next(step, microBatch).To(model.Device.Resolve());
            var part = objective.Evaluate(model, rows, new(options.Seed, step, microBatch));
            return sum.Add(part, rows.AttentionMask is { } real ? real.sum().ToInt64() : rows.Rows * rows.Length);
        }));
}
