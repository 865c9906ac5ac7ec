using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>One optimiser step: gradients of all micro-batches, clipping, update.</summary>
internal sealed class TrainingStep(MaskedLanguageModel model, ITrainingObjective objective, ITrainingData data, TrainingOptions options, AdamW optimizer)
{
    private readonly IReadOnlyList<Tensor> weights = [.. model.Parameters.Values];

    /// <summary>Runs a step; leaves no tensor and no gradient behind.</summary>
    /// <param name="step">Optimiser step, from 0.</param>
    public StepOutcome Run(long step)
    {
        using var scope = NewDisposeScope();
        try
        {
            var (loss, normalizer, measures, tokens) = Accumulate(step);
            measures["loss"] = new(Finite(step, "loss", normalizer > 0 ? loss / normalizer : 0), 1);
            // gradients hold the sum of the numerators; one factor normalises and clips
            var norm = normalizer > 0 ? Finite(step, "gradient norm", GradientClipping.GlobalNorm(weights) / normalizer) : 0;
            var rate = options.LearningRate.At(step, options.Steps);
            optimizer.Update(rate, normalizer > 0 ? GradientClipping.Scale(norm, options.ClipNorm) / normalizer : 0);
            return new(measures, rate, norm, tokens);
        }
        finally
        {
            foreach (var weight in weights) weight.grad = null;
        }
    }

    private (double Loss, double Normalizer, Dictionary<string, Mean> Measures, long Tokens) Accumulate(long step)
    {
        var (loss, normalizer, tokens, measures) = (0.0, 0.0, 0L, new Dictionary<string, Mean>());
        for (var microBatch = 0; microBatch < options.MicroBatches; microBatch++)
        {
            using var scope = NewDisposeScope();
            var rows = data.Next(step, microBatch).To(model.Device.Resolve());
            var part = objective.Evaluate(model, rows, new(options.Seed, step, microBatch));
            if (part.Sum.requires_grad) part.Sum.backward();
            loss += part.Sum.detach().ToDouble();
            normalizer += part.Normalizer;
            tokens += rows.AttentionMask is { } real ? real.sum().ToInt64() : rows.Rows * rows.Length;
            foreach (var (name, mean) in part.Measures) measures[name] = mean + measures.GetValueOrDefault(name);
        }
        return (loss, normalizer, measures, tokens);
    }

    private static double Finite(long step, string what, double value) => double.IsFinite(value)
        ? value
        : throw new TrainingException(FormattableString.Invariant($"Step {step + 1}: the {what} is {value}, so the step was not taken. Resume from the last checkpoint with a lower learning rate, more warm-up or a smaller ClipNorm, or look at the data of this step."));
}
