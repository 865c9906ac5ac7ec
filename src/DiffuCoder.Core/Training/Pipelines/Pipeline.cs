using DiffuCoder.Distributed;

namespace DiffuCoder.Training.Pipelines;

/// <summary>
/// Training stages one after another, each from the checkpoint of the one before. Each leaves a Hugging Face directory with <c>manifest.json</c> and
/// <c>metrics.jsonl</c> under its name. It can be killed at any moment: the same call
/// goes on in the stage that was interrupted, and finished stages are not trained again.
/// </summary>
public sealed record Pipeline
{
    /// <summary>Where the checkpoints go.</summary>
    public required string Directory { get; init; }

    /// <summary>The stages, in order, with different names.</summary>
    public required IReadOnlyList<PipelineStage> Stages
    {
        get;
        init => field = value.Count == 0 ? throw new TrainingException("The pipeline has no stage; give at least one.")
            : value.GroupBy(stage => stage.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? throw new TrainingException($"Two stages have the name {twice.Key}; each needs a directory of its own.")
                : [.. value];
    }

    /// <summary>The checkpoint's directory that the first stage starts from; null where that one draws its weights.</summary>
    public string? Start { get; init; }

    /// <summary>Where the runs' records and checkpoints go; null: <c>runs</c> in <see cref="Directory"/>.</summary>
    public string? Runs { get; init; }

    /// <summary>Where the models live; null: the processor.</summary>
    public Runtime.Device? Device { get; init; }

    /// <summary>Trains what is not finished yet.</summary>
    /// <param name="progress">Told when a stage begins and ends, and once per log line in between.</param>
    /// <param name="cancellation">On cancellation the step in progress is finished and saved, then the call returns.</param>
    /// <exception cref="TrainingException">A stage cannot start or go on, or its checkpoint was made under other options.</exception>
    /// <exception cref="Checkpoints.CheckpointException">A checkpoint is missing or damaged.</exception>
    public PipelineResult Run(IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default) =>
        Job.Current.Together(() => RunHere(Job.Current, progress, cancellation));

    private PipelineResult RunHere(IRanks ranks, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
    {
        var finished = new Dictionary<string, string>();
        for (var place = 0; place < Stages.Count; place++)
        {
            if (ranks.Any(cancellation.IsCancellationRequested)) return new(false, finished);
            var stage = Stages[place];
            var run = new StageRun(
                stage, Origin(place), Checkpoint(stage.Name), Path.Combine(Runs ?? Path.Combine(Directory, "runs"), stage.Name),
                Device ?? Runtime.Device.Cpu)
            { Ranks = ranks, FromStage = IsStage(place) };
            Tell(place, null, finished: false);
            var here = place;
            if (!run.Finish(new Listener(training => Tell(here, training, finished: false)), cancellation)) return new(false, finished);
            finished[stage.Name] = run.Checkpoint;
            Tell(place, null, finished: true);
        }
        return new(true, finished);

        void Tell(int place, TrainingProgress? training, bool finished)
        {
            if (ranks.Rank == 0) progress?.Report(new(Stages[place].Name, place + 1, Stages.Count, training, finished));
        }
    }

    private string Checkpoint(string stage) => Path.Combine(Directory, stage);

    /// <summary>Whether a stage starts from an earlier one.</summary>
    private bool IsStage(int place) => Stages[place].From is { } from ? Stages.Take(place).Any(earlier => earlier.Name == from) : place > 0;

    /// <summary>The directory that a stage starts from; null where it draws its weights.</summary>
    private string? Origin(int place)
    {
        var stage = Stages[place];
        if (stage.IsFirst) return null;
        if (stage.From is { } from) return IsStage(place) ? Checkpoint(from) : from;
        return place > 0 ? Checkpoint(Stages[place - 1].Name) : Start
            ?? throw new TrainingException(
                $"The first stage, {stage.Name}, starts from nothing. "
                    + $"Set {nameof(Start)} to a checkpoint's directory, or begin with an {nameof(AncestorStage)}.");
    }

    private sealed class Listener(Action<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(value);
    }
}
