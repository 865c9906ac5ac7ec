using System.Text.Encodings.Web;
using System.Text.Json;
using DiffuCoder.Distributed;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Training.Grpo;

/// <summary>Writes completions with the kit's sampler and has them rewarded. Ranks share the prompts of a round.</summary>
internal sealed class RolloutWriter(
    MaskedLanguageModel model, CodeTokenizer tokenizer, IReadOnlyList<Reward> rewards, GrpoOptions options, long seed, PhaseTimes phases,
    IRanks ranks)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DiffusionSampler sampler = new(model, options.Sampling, tokenizer);

    /// <summary>All groups of a round, on every rank.</summary>
    /// <exception cref="JobCancelledException">Some rank was cancelled.</exception>
    public IReadOnlyList<(Trajectory Trajectory, Rewarded Rewarded)> Write(
        IReadOnlyList<RolloutTask> tasks, long round, CancellationToken cancellation)
    {
        if (ranks.Size == 1) return [.. Own(tasks, round, cancellation).SelectMany(group => group)];
        var own = Unless(cancellation, () => Own(tasks, round, cancellation));
        // a rank that gave up still comes here, so that none waits for it
        if (ranks.Any(own is null)) throw new JobCancelledException();
        var shares = RolloutShare.ToBytes([.. own!.Select(group => new RolloutShare(
            [.. group.Select(one => one.Trajectory)], [.. group.Select(one => (one.Rewarded.Parts, one.Rewarded.Total))]))]);
        var all = phases.Of(PhaseTimes.Exchange, () => ranks.Gather(shares)).Select(RolloutShare.FromBytes).ToList();
        return [.. tasks.SelectMany((task, i) => Rewarded(task, all[i % ranks.Size][i / ranks.Size]))];
    }

    private static IEnumerable<(Trajectory, Rewarded)> Rewarded(RolloutTask task, RolloutShare share) => share.Trajectories.Zip(
        share.Rewards, (trajectory, rewards) => (trajectory, new Rewarded(Completed(task, trajectory), rewards.Parts, rewards.Total)));

    private static T? Unless<T>(CancellationToken cancellation, Func<T> work) where T : class
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>This rank's groups: those of every so manieth prompt. A group's rewards are worked out while the next one is written.</summary>
    private IReadOnlyList<IReadOnlyList<(Trajectory Trajectory, Rewarded Rewarded)>> Own(
        IReadOnlyList<RolloutTask> tasks, long round, CancellationToken cancellation)
    {
        var groups = new List<(IReadOnlyList<Trajectory> Trajectories, Task<IReadOnlyList<Rewarded>> Rewards)>();
        for (var i = ranks.Rank; i < tasks.Count; i += ranks.Size)
        {
            var trajectories = phases.Of(PhaseTimes.Rollout, () => Group(tasks[i], new RandomSource(seed).Derive(round, i).Seed, cancellation));
            var rollouts = trajectories.Select(trajectory => Completed(tasks[i], trajectory)).ToList();
            groups.Add((trajectories, Task.Run(() => Reward.All(rewards, rollouts, cancellation), cancellation)));
        }
        var rewarded = phases.Of(PhaseTimes.Rewards, () => Task.WhenAll(groups.Select(group => group.Rewards)).GetAwaiter().GetResult());
        return [.. groups.Zip(rewarded, (group, rewards) => group.Trajectories.Zip(rewards).ToList())];
    }

    /// <summary>A completion for <c>completions.jsonl</c>.</summary>
    public string Record(long round, Rewarded rewarded, double advantage) => JsonSerializer.Serialize(new
    {
        round,
        task = rewarded.Rollout.Task.Id,
        text = rewarded.Rollout.Text,
        length = rewarded.Rollout.Length,
        ended = rewarded.Rollout.Ended,
        rewards = rewards.Zip(rewarded.Parts).ToDictionary(pair => pair.First.Name, pair => pair.Second),
        reward = rewarded.Total,
        advantage,
    }, Readable);

    private IReadOnlyList<Trajectory> Group(RolloutTask task, long seed, CancellationToken cancellation)
    {
        var canvas = Canvas.Complete(task.Prompt, options.Sampling.MaxNewTokens, Canvas.MaskOf(model.Config));
        return sampler.Generate([.. Enumerable.Repeat(canvas, options.GroupSize)], seed, cancellation);
    }

    private static Rollout Completed(RolloutTask task, Trajectory trajectory) =>
        new(
            task, task.Opening + trajectory.Text, trajectory.Completion, RolloutBatch.Length(trajectory),
            trajectory.TextEnd < trajectory.Final.Count);
}
