using System.Security.Cryptography;
using System.Text;
using DiffuCoder.Runtime;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// A list of tasks, in an order drawn anew for every pass over it. A round in which one pass ends and the next begins may have a task twice.
/// </summary>
public sealed class ShuffledTasks : IRolloutTasks
{
    private readonly IReadOnlyList<RolloutTask> tasks;
    private readonly int perRound;
    private readonly RandomSource source;

    /// <summary>Tasks for any number of rounds.</summary>
    /// <param name="tasks">At least one.</param>
    /// <param name="perRound">Tasks of a round, 1 or more.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <exception cref="TrainingException">There is no task, or none a round.</exception>
    public ShuffledTasks(IReadOnlyList<RolloutTask> tasks, int perRound, long seed)
    {
        if (tasks.Count == 0) throw new TrainingException("There is no task to learn from; give at least one.");
        (this.tasks, this.perRound, source) = (tasks, (int)Require.AtLeast(perRound, 1, nameof(perRound)), new RandomSource(seed));
        Description = $"{tasks.Count} tasks ({Fingerprint(tasks)}), {perRound} a round, order of seed {seed}";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public IReadOnlyList<RolloutTask> Next(long round) => [.. Enumerable.Range(0, perRound).Select(i => At(round * perRound + i))];

    private RolloutTask At(long place)
    {
        var (pass, index) = Math.DivRem(place, tasks.Count);
        return tasks[source.Derive(pass).Stream().Permutation(tasks.Count)[(int)index]];
    }

    private static string Fingerprint(IEnumerable<RolloutTask> tasks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var task in tasks)
            hash.AppendData(Encoding.UTF8.GetBytes($"{task.Id}\0{string.Join(' ', task.Prompt)}\0{task.Opening}\0{string.Join('\0', task.Tests)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
