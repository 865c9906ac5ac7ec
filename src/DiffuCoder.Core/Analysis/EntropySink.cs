using DiffuCoder.Sampling;

namespace DiffuCoder.Analysis;

/// <summary>
/// How sure a model is of each position before anything is written (DiffuCoder, arXiv 2506.20639, section 4: the entropy sink). Right of the prompt
/// it is sure, further away it quickly is not: the curve has the shape of an L. Needs generations that recorded the candidates of their first step.
/// Both measures are those of the sampler, after temperature and filters; confidence is what the strategy takes for it, and the paper's figure shows
/// <see cref="Remasking.MaskgitPlus"/>'s, a probability. A strategy that chooses positions blind predicts, and so records, only those it chose.
/// </summary>
public static class EntropySink
{
    /// <summary>The sink of one generation.</summary>
    /// <param name="trajectory">The generation.</param>
    /// <param name="scope">Whether what became padding counts.</param>
    /// <returns>A point for each position masked at the first step, from left to right; none when there was no step.</returns>
    /// <exception cref="AnalysisException">The first step recorded no candidates.</exception>
    public static IReadOnlyList<SinkPosition> Of(Trajectory trajectory, CanvasScope scope = CanvasScope.WholeCanvas)
    {
        var window = CanvasWindow.Of(trajectory, scope);
        return
        [
            .. trajectory.Steps.Take(1)
                .SelectMany(step => window.Candidates(step, CandidateRecording.FirstStep))
                .OrderBy(candidate => candidate.Position)
                .Select(candidate => new SinkPosition(candidate.Position - window.Start, candidate.Confidence, candidate.Entropy)),
        ];
    }

    /// <summary>The mean sink, at each distance over the generations that had a mask there.</summary>
    /// <param name="trajectories">At least one.</param>
    /// <param name="options">How the bands are made; <see cref="BandOptions.Default"/> when null.</param>
    /// <param name="scope">Whether what became padding counts.</param>
    /// <returns>A point for each distance, ascending.</returns>
    /// <exception cref="AnalysisException">There are no trajectories, or one recorded no candidates.</exception>
    public static IReadOnlyList<SinkPoint> Mean(
        IReadOnlyList<Trajectory> trajectories, BandOptions? options = null, CanvasScope scope = CanvasScope.WholeCanvas) =>
        [
            .. Need.Some(trajectories)
                .SelectMany(trajectory => Of(trajectory, scope))
                .GroupBy(position => position.Distance)
                .OrderBy(group => group.Key)
                .Select(group => new SinkPoint(
                    group.Key,
                    Band.Of(group.Select(position => position.Confidence), options),
                    Band.Of(group.Select(position => position.Entropy), options))),
        ];
}
