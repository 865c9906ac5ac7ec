using DiffuCoder.Distributed;
using DiffuCoder.Models;

namespace DiffuCoder.Training;

/// <summary>
/// Trains on given rows, for every objective. With a run directory it can be killed at any moment: the same call goes on from the newest checkpoint
/// and ends with the same bytes (weights, moments, metrics.jsonl) as a run left alone, on the same machine under the same number of threads.
/// </summary>
/// <param name="model">The model; its float32 weights are trained in place.</param>
/// <param name="objective">What to minimise.</param>
/// <param name="data">What to read.</param>
/// <param name="options">How to train.</param>
/// <param name="runDirectory">Where records and checkpoints go; null: nowhere.</param>
public sealed class Trainer(
    MaskedLanguageModel model, ITrainingObjective objective, ITrainingData data, TrainingOptions options, string? runDirectory = null)
{
    /// <summary>The clock of progress, timing and <see cref="TrainingOptions.CheckpointInterval"/>; nothing that is learned depends on it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Held-out rows to measure the loss on; null: none.</summary>
    public Validation? Validation { get; init; }

    /// <summary>Told after each change on the disk; tests stop there.</summary>
    internal Action<string> Probe { get; init; } = _ => { };

    /// <summary>The processes that train together.</summary>
    internal IRanks Ranks { get; init; } = Job.Current;

    /// <summary>SHA-256 of the stored weights that the model was made from; null where nobody knows.</summary>
    internal string? From { get; init; }

    /// <summary>Trains to the last step, from the newest checkpoint if the run directory has one.</summary>
    /// <param name="progress">Told once per log line, on the calling thread.</param>
    /// <param name="cancellation">On cancellation the step in progress is finished and saved, then the call returns.</param>
    /// <exception cref="TrainingException">
    /// The run cannot start, cannot be resumed, or its loss or gradient is not finite; the last checkpoint is intact.
    /// </exception>
    /// <exception cref="Checkpoints.CheckpointException">A checkpoint is damaged.</exception>
    /// <exception cref="IOException">The system refuses a file; the last checkpoint is intact.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (Validation is null && options.Best?.Name == Validation.Measure)
            throw new TrainingException(
                $"{nameof(TrainingOptions.Best)} is the lowest {Validation.Measure}, and there are no held-out rows to measure it on. "
                    + $"Set {nameof(Validation)}, or choose by another measure.");
        if (!model.Device.IsCuda)
            TrainingMemory.OfModel(TrainedModel.Of(model), isReferenced: false).RequireRoom(Runtime.MachineMemory.Bytes);
        var described = Validation is null ? data.Description : $"{data.Description}; validation: {Validation.Description}";
        return new TrainingLoop(model, options, runDirectory) { Clock = Clock, Probe = Probe, Ranks = Ranks }.Run(
            () => RunOptions.Of(model, objective.Description, described, options, From),
            (optimizer, phases) => new TrainingStep(model, objective, data, options, Validation, optimizer, phases, Ranks), progress, cancellation);
    }
}
