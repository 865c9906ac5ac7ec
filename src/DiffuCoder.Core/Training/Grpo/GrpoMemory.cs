namespace DiffuCoder.Training.Grpo;

/// <summary>What coupled-GRPO takes in memory at its peak, which is in its updates.</summary>
public static class GrpoMemory
{
    /// <summary>Counted from the shape of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The algorithm.</param>
    /// <param name="prompts">Prompts of a round.</param>
    /// <param name="microBatches">Parts in which a round's completions pass through the model.</param>
    /// <param name="promptLength">Tokens of the longest prompt.</param>
    public static TrainingMemory Of(TrainedModel model, GrpoOptions options, int prompts, int microBatches, long promptLength)
    {
        long completions = (long)prompts * options.GroupSize, parts = Math.Min(microBatches, completions);
        long rows = (completions + parts - 1) / parts, completion = options.Sampling.MaxNewTokens;
        // the activations of all passes are kept together until the backward pass
        return TrainingMemory.Of(
            model, options.Loss.DivergenceWeight > 0, options.Estimator.Passes, rows * (promptLength + completion), rows * completion);
    }
}
