using DiffuCoder.Sampling;

namespace DiffuCoder.Analysis;

/// <summary>
/// How unsure a model was of each position at each step (DiffuCoder, arXiv 2506.20639, the entropy
/// heat map of its appendix). Needs generations that recorded the candidates of every step.
/// </summary>
/// <param name="Entropies">
/// By step and position from the start of the completion, in nats, after temperature and filters; rows are
/// equally long. NaN where the position was not masked, or not predicted because the strategy chooses blind.
/// </param>
/// <param name="Counts">
/// How many generations each entry is the mean of. Late steps hold only what is hard: few generations, and not the easy ones.
/// </param>
public sealed record EntropyMap(IReadOnlyList<IReadOnlyList<double>> Entropies, IReadOnlyList<IReadOnlyList<int>> Counts)
{
    /// <summary>Steps.</summary>
    public int Steps => Entropies.Count;

    /// <summary>Positions; 0 when there are no steps.</summary>
    public int Positions => Steps == 0 ? 0 : Entropies[0].Count;

    /// <summary>The map of one generation; a row for each step, also for those that revealed nothing.</summary>
    /// <param name="trajectory">The generation.</param>
    /// <param name="scope">Whether what became padding counts.</param>
    /// <exception cref="AnalysisException">A step recorded no candidates.</exception>
    public static EntropyMap Of(Trajectory trajectory, CanvasScope scope = CanvasScope.WholeCanvas) => Mean([trajectory], scope);

    /// <summary>The mean over generations: each entry over those in which that position was masked at that step.</summary>
    /// <param name="trajectories">At least one. Shorter ones end where they end.</param>
    /// <param name="scope">Whether what became padding counts.</param>
    /// <returns>As many steps and positions as the longest has.</returns>
    /// <exception cref="AnalysisException">There are no trajectories, or a step recorded no candidates.</exception>
    public static EntropyMap Mean(IReadOnlyList<Trajectory> trajectories, CanvasScope scope = CanvasScope.WholeCanvas)
    {
        var windows = Need.Some(trajectories).Select(trajectory => CanvasWindow.Of(trajectory, scope)).ToArray();
        var (steps, positions) = (trajectories.Max(trajectory => trajectory.Steps.Count), windows.Max(window => window.Length));
        var (sums, counts) = (Grid<double>(steps, positions), Grid<int>(steps, positions));
        foreach (var (trajectory, window) in trajectories.Zip(windows))
            for (var step = 0; step < trajectory.Steps.Count; step++)
                foreach (var candidate in window.Candidates(trajectory.Steps[step], CandidateRecording.EveryStep))
                {
                    sums[step][candidate.Position - window.Start] += candidate.Entropy;
                    counts[step][candidate.Position - window.Start]++;
                }
        // 0 / 0 is the NaN of what was never masked
        return new([.. sums.Zip(counts, (row, masked) => (IReadOnlyList<double>)[.. row.Zip(masked, (sum, count) => sum / count)])], counts);
    }

    private static T[][] Grid<T>(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new T[columns])];
}
