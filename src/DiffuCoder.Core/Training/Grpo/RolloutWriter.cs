using System.Text.Encodings.Web;
using System.Text.Json;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Training.Grpo;

/// <summary>Writes completions with the kit's sampler and has them rewarded.</summary>
internal sealed class RolloutWriter(
    MaskedLanguageModel model, CodeTokenizer tokenizer, IReadOnlyList<Reward> rewards, GrpoOptions options, long seed, PhaseTimes phases)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DiffusionSampler sampler = new(model, options.Sampling, tokenizer);

    /// <summary>All groups of a round. A group's rewards are worked out while the next one is written.</summary>
    public IReadOnlyList<(Trajectory Trajectory, Rewarded Rewarded)> Write(
        IReadOnlyList<RolloutTask> tasks, long round, CancellationToken cancellation)
    {
        var groups = new List<(IReadOnlyList<Trajectory> Trajectories, Task<IReadOnlyList<Rewarded>> Rewards)>();
        for (var i = 0; i < tasks.Count; i++)
        {
            var trajectories = phases.Of(PhaseTimes.Rollout, () => Group(tasks[i], new RandomSource(seed).Derive(round, i).Seed, cancellation));
            var rollouts = trajectories.Select(trajectory => Completed(tasks[i], trajectory)).ToList();
            groups.Add((trajectories, Task.Run(() => Reward.All(rewards, rollouts, cancellation), cancellation)));
        }
        var rewarded = phases.Of(PhaseTimes.Rewards, () => Task.WhenAll(groups.Select(group => group.Rewards)).GetAwaiter().GetResult());
        return [.. groups.Zip(rewarded).SelectMany(pair => pair.First.Trajectories.Zip(pair.Second))];
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
        var canvas = Canvas.Complete(task.Prompt, options.Sampling.MaxNewTokens, model.Config.MaskTokenId!.Value);
        return sampler.Generate([.. Enumerable.Repeat(canvas, options.GroupSize)], seed, cancellation);
    }

    private static Rollout Completed(RolloutTask task, Trajectory trajectory) =>
        new(
            task, task.Opening + trajectory.Text, trajectory.Completion, RolloutBatch.Length(trajectory),
            trajectory.TextEnd < trajectory.Final.Count);
}
