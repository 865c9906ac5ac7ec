namespace DiffuCoder.Training.Grpo;

/// <summary>A reward: any function from a completion to a number.</summary>
/// <param name="Name">Its name in logs: <c>reward/NAME</c>.</param>
/// <param name="Weight">Its weight in the sum.</param>
/// <param name="Of">The reward of a completion; null where it does not apply, which counts as 0. May run many at once.</param>
public sealed record Reward(string Name, double Weight, Func<Rollout, CancellationToken, Task<double?>> Of)
{
    /// <summary>A reward that needs no waiting.</summary>
    /// <param name="name">Its name in logs.</param>
    /// <param name="weight">Its weight in the sum.</param>
    /// <param name="of">The reward of a completion.</param>
    public static Reward From(string name, double weight, Func<Rollout, double> of) =>
        new(name, weight, (rollout, _) => Task.FromResult<double?>(of(rollout)));

    /// <summary>All rewards of some completions.</summary>
    /// <param name="rewards">The rewards.</param>
    /// <param name="rollouts">The completions.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TrainingException">A reward throws, or is not a finite number.</exception>
    public static async Task<IReadOnlyList<Rewarded>> All(
        IReadOnlyList<Reward> rewards, IReadOnlyList<Rollout> rollouts, CancellationToken cancellation = default)
    {
        var values = await Task.WhenAll(rollouts.Select(rollout => Task.WhenAll(rewards.Select(reward => reward.Finite(rollout, cancellation)))))
            .ConfigureAwait(false);
        return [
            .. rollouts.Zip(
                values, (rollout, parts) => new Rewarded(rollout, parts, rewards.Zip(parts, (reward, part) => reward.Weight * (part ?? 0)).Sum()))];
    }

    private async Task<double?> Finite(Rollout rollout, CancellationToken cancellation)
    {
        var value = await Asked(rollout, cancellation).ConfigureAwait(false);
        return value is { } number && !double.IsFinite(number)
            ? throw new TrainingException(
                FormattableString.Invariant($"The reward {Name} of a completion of task {rollout.Task.Id} is {number}; ")
                    + "it must be a finite number, or null where it does not apply.")
            : value;
    }

    private async Task<double?> Asked(Rollout rollout, CancellationToken cancellation)
    {
        try
        {
            return await Of(rollout, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new TrainingException($"The reward {Name} failed on a completion of task {rollout.Task.Id}: {e.Message}", e);
        }
    }
}

/// <summary>A completion with its rewards.</summary>
/// <param name="Rollout">The completion.</param>
/// <param name="Parts">Each reward before weighting, in the order of the rewards; null where it does not apply.</param>
/// <param name="Total">The weighted sum.</param>
public sealed record Rewarded(Rollout Rollout, IReadOnlyList<double?> Parts, double Total);
