namespace DiffuCoder.Training.Grpo;

/// <summary>What a completion's reward is compared with.</summary>
public enum AdvantageBaseline
{
    /// <summary>The mean of its group (the paper).</summary>
    GroupMean,

    /// <summary>The mean of the others of its group (the release, and an ablation of the paper).</summary>
    LeaveOneOut,
}

/// <summary>Advantages of completions within their groups.</summary>
public static class Advantages
{
    // as the released trainer has it
    private const double StandardDeviationFloor = 1e-4;

    /// <summary>a_i = r_i - baseline, divided by (unbiased standard deviation of the group + 1e-4) when scaled.</summary>
    /// <param name="rewards">Rewards; each group's lie side by side.</param>
    /// <param name="groupSize">Completions of a prompt, G.</param>
    /// <param name="baseline">What is subtracted.</param>
    /// <param name="scaled">Whether to divide by the spread; not in the paper.</param>
    /// <exception cref="TrainingException">The rewards do not fill groups of at least two.</exception>
    public static double[] Of(IReadOnlyList<double> rewards, int groupSize, AdvantageBaseline baseline, bool scaled = false)
    {
        if (groupSize < 2 || rewards.Count % groupSize != 0)
            throw new TrainingException(
                $"{rewards.Count} rewards do not fill groups of {groupSize}; groups have at least two completions, and all are of one size.");
        return [.. rewards.Chunk(groupSize).SelectMany(group => OfGroup(group, baseline, scaled))];
    }

    /// <summary>Whether the completions of a group were rewarded unlike.</summary>
    internal static bool HasSpread(IReadOnlyList<double> group) => group.Any(reward => reward != group[0]);

    private static IEnumerable<double> OfGroup(double[] group, AdvantageBaseline baseline, bool scaled)
    {
        var (sum, count) = (group.Sum(), group.Length);
        var spread = scaled ? Spread(group, sum / count) + StandardDeviationFloor : 1;
        return group.Select(reward => (reward - (baseline == AdvantageBaseline.GroupMean ? sum / count : (sum - reward) / (count - 1))) / spread);
    }

    private static double Spread(double[] group, double mean) =>
        Math.Sqrt(group.Sum(reward => (reward - mean) * (reward - mean)) / (group.Length - 1));
}
