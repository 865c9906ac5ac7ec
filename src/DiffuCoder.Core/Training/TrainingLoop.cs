using DiffuCoder.Distributed;
using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>The one training loop: steps, records, checkpoints, resuming. What a step is, is the procedure's matter.</summary>
internal sealed record TrainingLoop(MaskedLanguageModel Model, TrainingOptions Options, string? Directory)
{
    /// <summary>The clock of progress, timing and checkpoint intervals.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told after each change on the disk.</summary>
    public Action<string> Probe { get; init; } = _ => { };

    /// <summary>The processes that train together. Rank 0 writes; all hold the same weights and moments.</summary>
    public IRanks Ranks { get; init; } = Alone.Instance;

    /// <summary>Trains to the last step, from the newest checkpoint if there is one.</summary>
    /// <param name="identity">What the run's bytes depend on; a run under another one is refused.</param>
    /// <param name="start">The procedure, around the optimiser; it times its parts.</param>
    /// <param name="progress">Told once per log line.</param>
    /// <param name="cancellation">On cancellation, of whichever rank, the run goes on to where it can be resumed, saves, and returns.</param>
    public TrainingResult Run(
        Func<IReadOnlyDictionary<string, string>> identity, Func<AdamW, PhaseTimes, ITrainingProcedure> start, IProgress<TrainingProgress>? progress,
        CancellationToken cancellation) => Ranks.Together(() => RunHere(identity, start, progress, cancellation));

    private TrainingResult RunHere(
        Func<IReadOnlyDictionary<string, string>> identity, Func<AdamW, PhaseTimes, ITrainingProcedure> start, IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        RequireTrainable();
        var threadsBefore = get_num_threads();
        if (Options.Threads is { } threads) set_num_threads(threads);
        using var optimizer = new AdamW(Model.Parameters, Options.Optimizer);
        var phases = new PhaseTimes(Clock);
        var procedure = start(optimizer, phases);
        try
        {
            var options = identity();
            var together = new RunRanks(Ranks, Model);
            together.RequireEqual(options);
            using var run = Directory is null || Ranks.Rank > 0 ? null
                : new RunDirectory(Directory, Model, optimizer, procedure.State, options, Options, Probe, Ranks.Size);
            // only rank 0 sweeps and opens the run directory; the others read what it goes on from
            var state = Ranks.OfFirst(run?.Newest) is { } newest && Ranks.Rank > 0
                ? RunCheckpoint.Load(newest, Model, optimizer, procedure.State, options)
                : run?.Start ?? new RunState();
            together.RequireEqualWeights(state.Step);
            foreach (var weight in Model.Parameters.Values) weight.requires_grad_(true);
            return Repeat(procedure, phases, run, state, together, progress, cancellation);
        }
        finally
        {
            foreach (var weight in Model.Parameters.Values) weight.requires_grad_(false);
            (procedure as IDisposable)?.Dispose();
            if (Options.Threads is not null) set_num_threads(threadsBefore);
        }
    }

    private TrainingResult Repeat(
        ITrainingProcedure procedure, PhaseTimes phases, RunDirectory? run, RunState state, RunRanks together, IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        var pace = new Pace(Clock, state, run?.Elapsed ?? TimeSpan.Zero);
        while (state.Step < Options.Steps)
        {
            if (Next(procedure, state.Step, cancellation) is not { } outcome)
            {
                if (state.Step > pace.SavedAt) run?.Save(state);
                break;
            }
            state = state.After(outcome);
            run?.Log.Record(outcome.Records);
            var last = state.Step == Options.Steps;
            if (state.Step % Options.LogEvery == 0 || last)
            {
                var report = pace.Report(state, outcome, Options.Steps) with { Phases = phases.Take() };
                state = state with { Pending = new Dictionary<string, Mean>() };
                run?.Log.Write(report);
                state = run?.KeepBest(state, report) ?? state;
                if (Ranks.Rank == 0) progress?.Report(report);
            }
            var whole = last || procedure.CanResumeAfter(state.Step);
            var stop = whole && Ranks.Any(cancellation.IsCancellationRequested);
            // rank 0's clock counts
            if (whole && (last || stop || Ranks.Any(Ranks.Rank == 0 && pace.IsDue(state.Step, Options))))
            {
                together.RequireEqualWeights(state.Step);
                run?.Save(state);
                pace.Saved(state.Step);
            }
            Probe("step done");
            if (stop) break;
        }
        return new(state.Step, state.Step == Options.Steps, Ranks.OfFirst(run?.Newest)) { Best = Ranks.OfFirst(run?.Best) };
    }

    /// <summary>The next update; null where it was given up before it changed anything, so that the run can go on from here.</summary>
    private StepOutcome? Next(ITrainingProcedure procedure, long step, CancellationToken cancellation)
    {
        try
        {
            return procedure.Run(step, cancellation);
        }
        catch (OperationCanceledException given) when (
            procedure.CanResumeAfter(step) && (given is JobCancelledException || (Ranks.Size == 1 && cancellation.IsCancellationRequested)))
        {
            return null;
        }
    }

    private void RequireTrainable()
    {
        var wrong = Model.Parameters.Where(p => p.Value.dtype != ScalarType.Float32).Select(p => $"{p.Key} is {p.Value.dtype}").ToList();
        if (wrong.Count > 0)
            throw new TrainingException(
                $"Training updates float32 weights, and {wrong.Count} are not ({string.Join(", ", wrong.Take(3))}). "
                    + "Train a copy in float32: Grpo.trainable model, or in C# MaskedLanguageModel.Adapt(model).");
    }
}
