namespace DiffuCoder.Training.Grpo;

/// <summary>
/// The weights of wd1 (arXiv 2507.08838, the loss; <c>compute_loss</c> of its released trainer): w+ - w-, with w+ the softmax of a group's advantages
/// and w- that of their negatives. They add up to 0, and are 0 where all advantages are equal.
/// </summary>
public static class WeightedAdvantages
{
    /// <summary>G (w+ - w-) of each completion, so that a mean over completions is the sum over a group and the mean over groups.</summary>
    /// <param name="advantages">Advantages; each group's lie side by side.</param>
    /// <param name="groupSize">Completions of a prompt, G.</param>
    /// <exception cref="TrainingException">The advantages do not fill groups.</exception>
    public static double[] Of(IReadOnlyList<double> advantages, int groupSize)
    {
        if (groupSize < 1 || advantages.Count % groupSize != 0)
            throw new TrainingException($"{advantages.Count} advantages do not fill groups of {groupSize}, within which they are weighed.");
        return [.. advantages.Chunk(groupSize).SelectMany(group =>
            Softmax([.. group]).Zip(Softmax([.. group.Select(one => -one)]), (up, down) => groupSize * (up - down)))];
    }

    private static double[] Softmax(double[] values)
    {
        var largest = values.Max();
        double[] powers = [.. values.Select(value => Math.Exp(value - largest))];
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
