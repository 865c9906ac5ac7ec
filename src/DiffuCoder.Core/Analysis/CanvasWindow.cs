using DiffuCoder.Sampling;

namespace DiffuCoder.Analysis;

/// <summary>The positions of a canvas that an analysis looks at.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">One more than the last.</param>
internal readonly record struct CanvasWindow(int Start, int End)
{
    public int Length => Math.Max(0, End - Start);

    public static CanvasWindow Of(Trajectory trajectory, CanvasScope scope)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        return new(trajectory.CompletionStart, scope == CanvasScope.Text ? trajectory.TextEnd : trajectory.Final.Count);
    }

    public bool Holds(int position) => position >= Start && position < End;

    /// <summary>What a step recorded of this window.</summary>
    /// <exception cref="AnalysisException">The step recorded no candidates.</exception>
    public IEnumerable<Reveal> Candidates(SamplingStep step, CandidateRecording needed)
    {
        var candidates = step.Candidates ?? throw new AnalysisException(
            $"Step {step.Index} has no recorded candidates: the trajectory was sampled without them. "
                + $"Sample it again with {nameof(SamplerOptions.RecordCandidates)} = {needed}.");
        return candidates.Where(Within);
    }

    private bool Within(Reveal reveal) => Holds(reveal.Position);
}
