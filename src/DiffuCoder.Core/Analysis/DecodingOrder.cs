using DiffuCoder.Sampling;

namespace DiffuCoder.Analysis;

/// <summary>
/// In which order a generation wrote its positions. Positions count from the start of the completion; for infilling, from the
/// start of the canvas. Empty steps are dropped, and a position that a hook masked again keeps the step that revealed it first.
/// </summary>
public sealed class DecodingOrder
{
    /// <summary>An order given by hand.</summary>
    /// <param name="steps">The positions revealed at each step, in any order within a step.</param>
    /// <param name="unrevealed">Positions that were masked at the start and never revealed; none when null.</param>
    /// <exception cref="AnalysisException">A position is negative.</exception>
    public DecodingOrder(IEnumerable<IEnumerable<int>> steps, IEnumerable<int>? unrevealed = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var seen = new HashSet<int>();
        Steps = [.. steps.Select(step => (IReadOnlyList<int>)[.. step.Where(seen.Add).Order()]).Where(step => step.Count > 0)];
        Flattened = [.. Steps.SelectMany(step => step)];
        Masked = [.. Flattened.Union(unrevealed ?? []).Order()];
        if (Masked.Count > 0 && Masked[0] < 0)
            throw new AnalysisException($"Position {Masked[0]} is negative; positions count from the start of the completion.");
    }

    /// <summary>The positions revealed at each step, ascending within one; no step is empty.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Steps { get; }

    /// <summary>All revealed positions: step after step, ascending within one.</summary>
    public IReadOnlyList<int> Flattened { get; }

    /// <summary>All positions that were masked at the start, ascending; some may never have been revealed.</summary>
    public IReadOnlyList<int> Masked { get; }

    /// <summary>
    /// The order of a generation. Only completion positions that were masked at the start
    /// count: no masks of the prompt, and nothing that a hook filled in or masked later.
    /// </summary>
    /// <param name="trajectory">The generation.</param>
    /// <param name="scope">Whether padding behind the text counts.</param>
    /// <returns>The order; empty when nothing in the scope was revealed.</returns>
    public static DecodingOrder Of(Trajectory trajectory, CanvasScope scope = CanvasScope.WholeCanvas)
    {
        var window = CanvasWindow.Of(trajectory, scope);
        if (!trajectory.Reveals.Any()) return new([]);
        // a trajectory does not say which token is the mask; it is what nearly all revealed positions held before
        var mask = trajectory.Reveals.CountBy(reveal => trajectory.Initial[reveal.Position]).MaxBy(pair => pair.Value).Key;
        var left = Enumerable.Range(window.Start, window.Length)
            .Where(position => trajectory.Initial[position] == mask && trajectory.Final[position] == mask);
        return new(
            trajectory.Steps.Select(step => step.Reveals
                .Where(reveal => window.Holds(reveal.Position) && trajectory.Initial[reveal.Position] == mask)
                .Select(reveal => reveal.Position - window.Start)),
            left.Select(position => position - window.Start));
    }
}
