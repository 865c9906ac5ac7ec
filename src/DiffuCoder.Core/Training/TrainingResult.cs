namespace DiffuCoder.Training;

/// <summary>How a run ended. The model holds the weights.</summary>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="Finished">False when it was cancelled before the last step; the same call resumes it.</param>
/// <param name="Checkpoint">The newest checkpoint's directory; null without a run directory.</param>
public sealed record TrainingResult(long Step, bool Finished, string? Checkpoint)
{
    /// <summary>The directory of the best weights, by <see cref="TrainingOptions.Best"/>; null where none were kept.</summary>
    public string? Best { get; init; }
}
