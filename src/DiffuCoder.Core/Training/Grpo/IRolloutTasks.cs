namespace DiffuCoder.Training.Grpo;

/// <summary>Where prompts come from: a pure function of the round, so that a resumed run asks what the uninterrupted one would have asked.</summary>
public interface IRolloutTasks
{
    /// <summary>What they are (data set and its hash, order, seed): a run refuses to resume on others.</summary>
    string Description { get; }

    /// <summary>The tasks of a round, at least one; each gets a group of completions.</summary>
    /// <param name="round">Which set of rollouts, from 0.</param>
    IReadOnlyList<RolloutTask> Next(long round);
}
