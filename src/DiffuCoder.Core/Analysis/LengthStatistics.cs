using DiffuCoder.Runtime;
using DiffuCoder.Sampling;

namespace DiffuCoder.Analysis;

/// <summary>How long completions are, in tokens up to the stop token, which does not count.</summary>
public sealed record LengthStatistics
{
    private readonly double[] sorted;

    private LengthStatistics(IEnumerable<int> lengths, int cut)
    {
        sorted = [.. lengths.Order()];
        (Mean, Cut) = (sorted.Average(), cut);
    }

    /// <summary>Completions.</summary>
    public int Count => sorted.Length;

    /// <summary>The mean, in tokens.</summary>
    public double Mean { get; }

    /// <summary>The median, in tokens.</summary>
    public double Median => Quantile(0.5);

    /// <summary>The shortest, in tokens.</summary>
    public int Least => (int)sorted[0];

    /// <summary>The longest, in tokens.</summary>
    public int Most => (int)sorted[^1];

    /// <summary>Completions that fill their canvas without a stop token: their length is only a lower bound of what the model had to say.</summary>
    public int Cut { get; }

    /// <summary>The length that a share of the completions does not exceed, interpolated linearly as numpy does, in tokens.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <exception cref="AnalysisException">Out of range.</exception>
    public double Quantile(double share) =>
        share is >= 0 and <= 1
            ? Percentile.OfSorted(sorted, share)
            : throw new AnalysisException(FormattableString.Invariant($"The share of a quantile is {share}; it must lie in [0, 1]."));

    /// <summary>The lengths of generations.</summary>
    /// <param name="trajectories">At least one.</param>
    /// <exception cref="AnalysisException">There are none.</exception>
    public static LengthStatistics Of(IReadOnlyList<Trajectory> trajectories) => new(
        Need.Some(trajectories).Select(trajectory => CanvasWindow.Of(trajectory, CanvasScope.Text).Length),
        trajectories.Count(trajectory => trajectory.TextEnd >= trajectory.Final.Count));
}
