using DiffuCoder.Distributed;
using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>Learning from given rows: gradients of all micro-batches, then an update.</summary>
internal sealed class TrainingStep(
    MaskedLanguageModel model, ITrainingObjective objective, ITrainingData data, TrainingOptions options, Validation? validation, AdamW optimizer,
    PhaseTimes phases, IRanks ranks) : ITrainingProcedure
{
    private readonly WeightUpdate update = new(model, options, optimizer, phases);
    private readonly GradientAccumulation gradients = new(model, ranks, phases);

    public IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>();

    public bool CanResumeAfter(long steps) => true;

    public StepOutcome Run(long step, CancellationToken cancellation)
    {
        var outcome = update.Apply(step, () => gradients.Of(options.MicroBatches, microBatch => Evaluate(step, microBatch)));
        if (validation is null || (step + 1) % validation.Every != 0) return outcome;
        var loss = validation.Loss(model, objective, options.Seed, ranks);
        return outcome with { Measures = new Dictionary<string, Mean>(outcome.Measures) { [Validation.Measure] = loss } };
    }

    private (LossSum Loss, long Tokens) Evaluate(long step, int microBatch)
    {
        var rows = phases.Of(PhaseTimes.Data, () => data.Next(step * options.MicroBatches + microBatch).For(model));
        var part = phases.Of(PhaseTimes.Forward, () => objective.Evaluate(model, rows, new(options.Seed, step, microBatch)));
        return (part, rows.AttentionMask is { } real ? real.sum().ToInt64() : rows.Rows * rows.Length);
    }
}
