using DiffuCoder.Distributed;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>Rounds of reinforcement learning: completions are written and rewarded, then a number of updates is made with them.</summary>
internal sealed class GrpoProcedure : ITrainingProcedure, IDisposable
{
    private readonly MaskedLanguageModel model;
    private readonly GrpoOptions options;
    private readonly TrainingOptions training;
    private readonly IRolloutTasks tasks;
    private readonly RolloutWriter writer;
    private readonly IReadOnlyList<Reward> rewards;
    private readonly WeightUpdate update;
    private readonly GradientAccumulation gradients;
    private readonly IRanks ranks;
    private readonly PhaseTimes phases;
    private readonly MaskedLanguageModel? reference;
    private RolloutRound? current;

    public GrpoProcedure(
        MaskedLanguageModel model, IRolloutTasks tasks, IReadOnlyList<Reward> rewards, RolloutWriter writer, GrpoOptions options,
        TrainingOptions training, AdamW optimizer, PhaseTimes phases, IRanks ranks)
    {
        (this.model, this.options, this.training, this.tasks, this.rewards, this.writer, this.phases) =
            (model, options, training, tasks, rewards, writer, phases);
        update = new(model, training, optimizer, phases);
        gradients = new(model, ranks, phases);
        this.ranks = ranks;
        if (options.ReferenceMixing != 1 && model.Adapter is not null && options.Loss.DivergenceWeight > 0)
            throw new TrainingException(
                $"{nameof(GrpoOptions.ReferenceMixing)} is {options.ReferenceMixing}, and the model has a low-rank adapter, whose two factors "
                    + "cannot be mixed one by one. Set it to 1, or train all weights.");
        reference = options.Loss.DivergenceWeight > 0 ? model.Snapshot() : null;
        State = reference?.Parameters ?? new Dictionary<string, Tensor>();
    }

    /// <summary>The weights of the reference.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; }

    public bool CanResumeAfter(long steps) => steps % options.Iterations == 0;

    public StepOutcome Run(long step, CancellationToken cancellation)
    {
        var iteration = (int)(step % options.Iterations);
        if (iteration == 0) BeginRound(step, cancellation);
        var round = current ?? throw new InvalidOperationException("A round is resumed in its middle.");
        var outcome = update.Apply(step, () => Learn(round, round.Passes[iteration]));
        return iteration > 0 ? outcome : outcome with
        {
            Measures = outcome.Measures.Concat(round.Measures).ToDictionary(measure => measure.Key, measure => measure.Value),
            Records = round.Records,
        };
    }

    public void Dispose()
    {
        current?.Dispose();
        reference?.Dispose();
    }

    private void BeginRound(long step, CancellationToken cancellation)
    {
        current?.Dispose();
        current = null;
        var round = step / options.Iterations;
        var written = writer.Write(tasks.Next(round), round, cancellation);
        SynchronizeReference(step); // behind what can be given up: a reference that is mixed twice is another one
        var rewarded = written.Select(pair => pair.Rewarded).ToList();
        double[] totals = [.. rewarded.Select(one => one.Total)];
        var advantages = Advantages.Of(totals, options.GroupSize, options.Baseline, options.ScaleAdvantages);
        var weighed = options.Loss.Objective.Weights?.Invoke(advantages, options.GroupSize) ?? advantages;
        var learned = Learned(totals);
        var ratios = RolloutRatios.Measures(written.Select(pair => pair.Trajectory), options.RolloutCorrection);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var device = model.Device.Resolve();
        Trajectory[] trajectories = [.. learned.Select(row => written[row].Trajectory)];
        var completions = RolloutBatch.Of(trajectories, model.Config, device);
        var passes = Enumerable.Range(0, options.Iterations)
            .Select(iteration => phases.Of(PhaseTimes.Estimates, () => Pass(completions, round, iteration))).ToList();
        current = new RolloutRound(completions, tensor([.. learned.Select(row => weighed[row])], ScalarType.Float32, device), passes)
        {
            Weights = options.RolloutCorrection is { } cap ? RolloutRatios.Weights(trajectories, cap, device) : null,
            Measures = new Dictionary<string, Mean>(RolloutMeasures.Of(rewards, rewarded, options.GroupSize).Concat(ratios)),
            Records = [.. rewarded.Zip(advantages, (one, advantage) => writer.Record(round, one, advantage))],
        }.Keep();
    }

    // the rows that the updates are made with
    private int[] Learned(double[] totals)
    {
        int[] all = [.. Enumerable.Range(0, totals.Length)];
        if (!options.SkipGroupsWithoutSpread) return all;
        int[] spread = [
            .. all.Chunk(options.GroupSize).Where(group => Advantages.HasSpread([.. group.Select(row => totals[row])])).SelectMany(group => group)];
        return spread.Length > 0 ? spread : all;
    }

    private IterationPass Pass(Completions completions, long round, int iteration)
    {
        var views = options.Estimator.Draw(completions, new(training.Seed, round, iteration), options.GroupSize);
        // at the first update the weights are still those that wrote the completions, so that old and current are one estimate and c is 1; what the
        // cache of the rollout was off by is not in c (RolloutCorrection)
        var old = iteration == 0 || !options.Loss.Objective.HasRatio ? null : Sliced(model);
        return new(views, old, reference is null ? null : Sliced(reference));

        Tensor Sliced(MaskedLanguageModel estimating) => SharedRows.Of(
            ranks, [.. Slices(completions.Rows)], completions.Counted.shape[1], completions.Tokens.device,
            slice => LikelihoodEstimator.Estimate(estimating, completions.Slice(slice.First, slice.Count), Slice(views, slice)));
    }

    private GradientSum Learn(RolloutRound round, IterationPass pass)
    {
        (long First, long Count)[] slices = [.. Slices(round.Completions.Rows)];
        return gradients.Of(slices.Length, microBatch => Evaluate(round, pass, slices[microBatch]));
    }

    private (LossSum Loss, long Tokens) Evaluate(RolloutRound round, IterationPass pass, (long First, long Count) slice)
    {
        var part = round.Completions.Slice(slice.First, slice.Count);
        var advantages = Rows(round.Advantages)!;
        var now = phases.Of(PhaseTimes.Forward, () => options.Loss.Objective.Estimate(model, part, Slice(pass.Views, slice), advantages));
        var old = Rows(pass.Old) ?? now.detach();
        var loss = options.Loss.Of(now, old, Rows(pass.Reference), advantages, part.Counted, Rows(round.Weights));
        return (loss, part.AttentionMask is { } real ? real.sum().ToInt64() : part.Rows * part.Length);

        Tensor? Rows(Tensor? all) => all?.narrow(0, slice.First, slice.Count);
    }

    private void SynchronizeReference(long step)
    {
        if (reference is null || options.SynchronizeReferenceEvery is not { } every || step == 0) return;
        if (step / every == (step - options.Iterations) / every) return;
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, weight) in reference.Parameters)
            if (options.ReferenceMixing == 1) weight.copy_(model.Parameters[name]);
            else weight.lerp_(model.Parameters[name], tensor(options.ReferenceMixing, weight.dtype, weight.device));
    }

    private static IReadOnlyList<MaskedView> Slice(IReadOnlyList<MaskedView> views, (long First, long Count) slice) =>
        [.. views.Select(view => view.Slice(slice.First, slice.Count))];

    // the micro-batches: rows as evenly as they go
    private IEnumerable<(long First, long Count)> Slices(long rows)
    {
        var parts = Math.Min(training.MicroBatches, rows);
        for (long part = 0; part < parts; part++) yield return (rows * part / parts, rows * (part + 1) / parts - rows * part / parts);
    }
}
