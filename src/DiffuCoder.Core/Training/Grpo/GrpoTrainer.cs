using DiffuCoder.Distributed;
using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// Reinforcement learning of a masked diffusion model (paper sections 4 and 5), or of a causal one by its own likelihood. With a run
/// directory it can be killed at any moment: the same call goes on from the newest checkpoint and ends with the same bytes as a run left alone,
/// on the same machine under the same number of threads, if the rewards are functions of the completion alone.
/// </summary>
/// <remarks>
/// A step of <see cref="TrainingOptions.Steps"/> is one update; checkpoints fall between rounds of <see cref="GrpoOptions.Iterations"/> updates.
/// <see cref="TrainingOptions.MicroBatches"/> splits the completions of a round. Beside what every run leaves, <c>completions.jsonl</c> has every
/// completion with its rewards.
/// </remarks>
/// <param name="model">The model; its float32 weights are trained in place.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="tasks">What to ask.</param>
/// <param name="rewards">What is good.</param>
/// <param name="options">The algorithm.</param>
/// <param name="training">Steps, learning rate, seed, optimiser.</param>
/// <param name="runDirectory">Where records and checkpoints go; null: nowhere.</param>
public sealed class GrpoTrainer(
    MaskedLanguageModel model, CodeTokenizer tokenizer, IRolloutTasks tasks, IReadOnlyList<Reward> rewards, GrpoOptions options,
    TrainingOptions training, string? runDirectory = null)
{
    /// <summary>The clock of progress and timing; nothing that is learned depends on it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told after each change on the disk; tests stop there.</summary>
    internal Action<string> Probe { get; init; } = _ => { };

    /// <summary>The processes that train together.</summary>
    internal IRanks Ranks { get; init; } = Job.Current;

    /// <summary>SHA-256 of the stored weights that the model was made from; null where nobody knows.</summary>
    internal string? From { get; init; }

    /// <summary>Trains to the last step, from the newest checkpoint if the run directory has one.</summary>
    /// <param name="progress">Told once per log line, on the calling thread.</param>
    /// <param name="cancellation">
    /// On cancellation the round in progress is finished and saved, then the call returns;
    /// while completions are written, the round is dropped and what was before it saved.
    /// </param>
    /// <exception cref="TrainingException">
    /// The run cannot start or be resumed, a reward is not a number, or loss or gradient are not finite; the last checkpoint is intact.
    /// </exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (rewards.Count == 0) throw new TrainingException("There is no reward, so that nothing could be learned; give at least one.");
        if (training.Steps % options.Iterations != 0)
            throw new TrainingException(
                $"Steps is {training.Steps} and {nameof(GrpoOptions.Iterations)} {options.Iterations}: the last round would be cut short. "
                    + "Make Steps a multiple.");
        options.Estimator.RequireFitting(model.Config);
        RolloutSampling.RequireMeasured(options);
        options.Loss.RequireFitting(options.RolloutCorrection is not null);
        if (!model.Device.IsCuda)
            TrainingMemory.OfModel(TrainedModel.Of(model), options.Loss.DivergenceWeight > 0).RequireRoom(Runtime.MachineMemory.Bytes);
        return new TrainingLoop(model, training, runDirectory) { Clock = Clock, Probe = Probe, Ranks = Ranks }.Run(
            () => RunOptions.Of(model, Describe(options, rewards), tasks.Description, training, From),
            (optimizer, phases) =>
            {
                var writer = new RolloutWriter(model, tokenizer, rewards, options, training.Seed, phases, Ranks);
                return new GrpoProcedure(model, tasks, rewards, writer, options, training, optimizer, phases, Ranks);
            },
            progress, cancellation);
    }

    /// <summary>Algorithm and rewards in words.</summary>
    internal static string Describe(GrpoOptions options, IReadOnlyList<Reward> rewards) =>
        $"{options.Description} "
            + $"rewards={string.Join(", ", rewards.Select(reward => FormattableString.Invariant($"{reward.Weight} x {reward.Name}")))}";
}
