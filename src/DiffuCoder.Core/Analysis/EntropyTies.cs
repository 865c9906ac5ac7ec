using DiffuCoder.Sampling;

namespace DiffuCoder.Analysis;

/// <summary>
/// How much of an order is owed to the rule for ties. Where a filter leaves one token, or one is so
/// likely that rounding leaves nothing for the others, entropy is exactly 0, and a strategy cannot tell
/// such positions apart: the leftmost is committed first, which looks autoregressive whatever the model.
/// </summary>
public static class EntropyTies
{
    /// <summary>The share of a generation's tokens that were written at an entropy of exactly 0, or of at most so much.</summary>
    /// <param name="trajectory">The generation.</param>
    /// <param name="scope">Whether what became padding counts.</param>
    /// <param name="nats">The largest entropy that counts as a tie.</param>
    /// <returns>In [0, 1]; NaN when nothing in the scope was written.</returns>
    public static double Share(Trajectory trajectory, CanvasScope scope = CanvasScope.WholeCanvas, double nats = 0)
    {
        var window = CanvasWindow.Of(trajectory, scope);
        return trajectory.Reveals.Where(reveal => window.Holds(reveal.Position)).Select(reveal => reveal.Entropy <= nats ? 1.0 : 0.0)
            .DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>The mean share over generations, each counting once whatever its length.</summary>
    /// <param name="trajectories">At least one.</param>
    /// <param name="options">How the band is made; <see cref="BandOptions.Default"/> when null.</param>
    /// <param name="scope">Whether what became padding counts.</param>
    /// <param name="nats">The largest entropy that counts as a tie.</param>
    /// <exception cref="AnalysisException">There are no trajectories.</exception>
    public static Band Mean(
        IReadOnlyList<Trajectory> trajectories, BandOptions? options = null, CanvasScope scope = CanvasScope.WholeCanvas, double nats = 0) =>
        Band.Of(Need.Some(trajectories).Select(trajectory => Share(trajectory, scope, nats)), options);
}
