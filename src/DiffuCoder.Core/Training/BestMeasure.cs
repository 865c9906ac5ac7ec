namespace DiffuCoder.Training;

/// <summary>What makes one checkpoint of a run better than another: a measure of <c>metrics.jsonl</c>.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="HigherIsBetter">Whether the highest value is the best, or the lowest.</param>
public sealed record BestMeasure(string Name, bool HigherIsBetter = false)
{
    /// <summary>The lowest loss on held-out rows, <see cref="Validation"/>.</summary>
    public static BestMeasure ValidationLoss { get; } = new(Validation.Measure);

    /// <summary>The highest reward of reinforcement learning.</summary>
    public static BestMeasure Reward { get; } = new("reward", HigherIsBetter: true);

    internal bool Improves(double value, double? best) => best is not { } so || (HigherIsBetter ? value > so : value < so);
}
