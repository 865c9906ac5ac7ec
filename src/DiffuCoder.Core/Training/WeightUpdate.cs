using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>From the gradients of a step to new weights: normalising, clipping, AdamW.</summary>
internal sealed class WeightUpdate(MaskedLanguageModel model, TrainingOptions options, AdamW optimizer, PhaseTimes phases)
{
    private readonly IReadOnlyList<Tensor> weights = [.. model.Parameters.Values];

    /// <summary>Makes one update; leaves no tensor and no gradient behind.</summary>
    /// <param name="step">Optimiser step, from 0.</param>
    /// <param name="accumulate">Fills in the gradients of the loss's numerator.</param>
    /// <exception cref="TrainingException">Loss or gradient is not finite; the weights are as before.</exception>
    public StepOutcome Apply(long step, Func<GradientSum> accumulate)
    {
        using var scope = NewDisposeScope();
        try
        {
            var (loss, normalizer, tokens, measures) = accumulate();
            measures["loss"] = new(Finite(step, "loss", normalizer > 0 ? loss / normalizer : 0), 1);
            var rate = options.LearningRate.At(step, options.Steps);
            var norm = phases.Of(PhaseTimes.Update, () => Update(step, normalizer, rate));
            return new(measures, rate, norm, tokens);
        }
        finally
        {
            foreach (var weight in weights) weight.grad = null;
        }
    }

    // gradients hold the sum of the numerators; one factor normalises and clips
    private double Update(long step, double normalizer, double rate)
    {
        var norm = normalizer > 0 ? Finite(step, "gradient norm", GradientClipping.GlobalNorm(weights) / normalizer) : 0;
        optimizer.Update(rate, normalizer > 0 ? GradientClipping.Scale(norm, options.ClipNorm) / normalizer : 0);
        return norm;
    }

    private static double Finite(long step, string what, double value) => double.IsFinite(value)
        ? value
        : throw new TrainingException(
            FormattableString.Invariant($"Step {step + 1}: the {what} is {value}, so the step was not taken. ")
                + "Resume from the last checkpoint with a lower learning rate, more warm-up or a smaller ClipNorm, "
                + "or look at the data of this step.");
}
