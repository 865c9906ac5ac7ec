using DiffuCoder.Sampling;

namespace DiffuCoder.Analysis;

/// <summary>How diverse generations from one prompt are, in what they say and in how they were written.</summary>
/// <param name="Programs">Different programs; null when no normal form was given.</param>
/// <param name="EditDistance">Mean <see cref="Analysis.EditDistance"/> of pairs, in [0, 1]; 0 when all are equal.</param>
/// <param name="SelfBleu"><see cref="Analysis.SelfBleu"/>, in [0, 1]; 1 when all are equal.</param>
/// <param name="OrderDistance">Mean <see cref="Analysis.OrderDistance"/> of pairs, in [0, 1]; NaN when no pair has two positions in common.</param>
public sealed record Diversity(DistinctPrograms? Programs, double EditDistance, double SelfBleu, double OrderDistance)
{
    /// <summary>Compares generations. Completions count up to the stop token.</summary>
    /// <param name="trajectories">At least two, of one prompt.</param>
    /// <param name="normalForm">Equal for programs that count as the same; null for what is no program. Null: programs are not compared.</param>
    /// <param name="scope">Whether padding counts for the order of decoding.</param>
    /// <exception cref="AnalysisException">There are fewer than two trajectories.</exception>
    public static Diversity Of(
        IReadOnlyList<Trajectory> trajectories, Func<Trajectory, string?>? normalForm = null, CanvasScope scope = CanvasScope.WholeCanvas)
    {
        Pairs.Require(trajectories);
        IReadOnlyList<int>[] completions = [.. trajectories.Select(trajectory => trajectory.Completion)];
        return new(
            normalForm is null ? null : DistinctPrograms.Of(trajectories, normalForm),
            Analysis.EditDistance.Mean(completions),
            Analysis.SelfBleu.Of(completions),
            Analysis.OrderDistance.Mean([.. trajectories.Select(trajectory => DecodingOrder.Of(trajectory, scope))]));
    }
}
