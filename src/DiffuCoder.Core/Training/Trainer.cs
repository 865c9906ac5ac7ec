using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// The one training loop, for every objective. With a run directory it can be killed at any moment: the same call goes on from the newest checkpoint
/// and ends with the same bytes (weights, moments, metrics.jsonl) as a run left alone, on the same machine under the same number of threads.
/// </summary>
/// <param name="model">The model; its float32 weights are trained in place.</param>
/// <param name="objective">What to minimise.</param>
/// <param name="data">What to read.</param>
/// <param name="options">How to train.</param>
/// <param name="runDirectory">Where records and checkpoints go; null: nowhere.</param>
public sealed class Trainer(MaskedLanguageModel model, ITrainingObjective objective, ITrainingData data, TrainingOptions options, string? runDirectory = null)
{
    /// <summary>The clock of progress, timing and <see cref="TrainingOptions.CheckpointInterval"/>; nothing that is learned depends on it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told after each change on the disk; tests stop there.</summary>
    internal Action<string> Probe { get; init; } = _ => { };

    /// <summary>Trains to the last step, from the newest checkpoint if the run directory has one.</summary>
    /// <param name="progress">Told once per log line, on the calling thread.</param>
    /// <param name="cancellation">On cancellation the step in progress is finished and saved, then the call returns.</param>
    /// <exception cref="TrainingException">The run cannot start, cannot be resumed, or its loss or gradient is not finite; the last checkpoint is intact.</exception>
    /// <exception cref="Checkpoints.CheckpointException">A checkpoint is damaged.</exception>
    /// <exception cref="IOException">The system refuses a file; the last checkpoint is intact.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        RequireTrainable();
        var threadsBefore = get_num_threads();
        if (options.Threads is { } threads) set_num_threads(threads);
        try
        {
            return RunHere(progress, cancellation);
        }
        finally
        {
            if (options.Threads is not null) set_num_threads(threadsBefore);
        }
    }

    private TrainingResult RunHere(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        using var optimizer = new AdamW(model.Parameters, options.Optimizer);
        using var run = runDirectory is null ? null : new RunDirectory(runDirectory, model, optimizer, RunOptions.Of(model, objective, data, options), options, Probe);
        foreach (var weight in model.Parameters.Values) weight.requires_grad_(true);
        try
        {
            return Loop(optimizer, run, progress, cancellation);
        }
        finally
        {
            foreach (var weight in model.Parameters.Values) weight.requires_grad_(false);
        }
    }

    private TrainingResult Loop(AdamW optimizer, RunDirectory? run, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var step = new TrainingStep(model, objective, data, options, optimizer);
        var state = run?.Start ?? new RunState();
        var pace = new Pace(Clock, state, run?.Elapsed ?? TimeSpan.Zero);
        while (state.Step < options.Steps)
        {
            var outcome = step.Run(state.Step);
            state = state.After(outcome);
            if (state.Step % options.LogEvery == 0 || state.Step == options.Steps)
            {
                var report = pace.Report(state, outcome, options.Steps);
                state = state with { Pending = new Dictionary<string, Mean>() };
                run?.Log.Write(report);
                progress?.Report(report);
            }
            var stop = cancellation.IsCancellationRequested;
            if (state.Step % options.CheckpointEvery == 0 || state.Step == options.Steps || stop || pace.Since >= options.CheckpointInterval)
            {
                run?.Save(state);
                pace.Saved();
            }
            Probe("step done");
            if (stop) break;
        }
        return new(state.Step, state.Step == options.Steps, run?.Newest);
    }

    private void RequireTrainable()
    {
        var wrong = model.Parameters.Where(p => p.Value.dtype != ScalarType.Float32).Select(p => $"{p.Key} is {p.Value.dtype}").ToList();
        if (wrong.Count > 0)
            throw new TrainingException($"Training updates float32 weights, and {wrong.Count} are not ({string.Join(", ", wrong.Take(3))}). Load the model with float32 weights.");
    }
}
