namespace DiffuCoder.Datasets;

/// <summary>What a task is measured against, from a whole set of tasks.</summary>
/// <param name="Accuracy">Highest mean pass rate of a hard task.</param>
/// <param name="Spread">Lowest population standard deviation of the pass rates of a hard task.</param>
/// <param name="Tasks">How many tasks the set has.</param>
public sealed record HardSubsetThresholds(double Accuracy, double Spread, long Tasks);
