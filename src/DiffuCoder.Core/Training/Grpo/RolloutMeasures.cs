namespace DiffuCoder.Training.Grpo;

/// <summary>What is logged of a round's completions.</summary>
internal static class RolloutMeasures
{
    /// <summary>
    /// Means over completions: the sum of rewards, each reward (where it applies), length, share ended; over groups: spread, share without any.
    /// </summary>
    public static IReadOnlyDictionary<string, Mean> Of(IReadOnlyList<Reward> rewards, IReadOnlyList<Rewarded> rewarded, int groupSize)
    {
        var groups = rewarded.Select(one => one.Total).Chunk(groupSize).ToList();
        var measures = new Dictionary<string, Mean>
        {
            ["reward"] = Over(rewarded.Select(one => one.Total)),
            ["reward_spread"] = Over(groups.Select(Spread)),
            ["groups_without_spread"] = Over(groups.Select(group => Advantages.HasSpread(group) ? 0 : 1.0)),
            ["completion_length"] = Over(rewarded.Select(one => (double)one.Rollout.Length)),
            ["completions_ended"] = Over(rewarded.Select(one => one.Rollout.Ended ? 1.0 : 0)),
        };
        for (var i = 0; i < rewards.Count; i++) measures[$"reward/{rewards[i].Name}"] = Over(rewarded.Select(one => one.Parts[i]).OfType<double>());
        return measures;
    }

    private static Mean Over(IEnumerable<double> values)
    {
        var all = values.ToList();
        return new(all.Sum(), all.Count);
    }

    private static double Spread(double[] group)
    {
        var mean = group.Average();
        return Math.Sqrt(group.Sum(reward => (reward - mean) * (reward - mean)) / (group.Length - 1));
    }
}
