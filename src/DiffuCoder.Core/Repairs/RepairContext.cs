using DiffuCoder.Runtime;
using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>An answer that does not hold, as a policy sees it. Positions are those of its canvas.</summary>
public sealed record RepairContext
{
    /// <summary>Which round it is, from 0.</summary>
    public required int Round { get; init; }

    /// <summary>The canvas, prompt and all.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>Whether a model wrote a position: only such may be masked.</summary>
    public required IReadOnlyList<bool> IsWritten { get; init; }

    /// <summary>How sure the model was when it wrote a position, as its strategy scores it; null where nobody knows.</summary>
    public required IReadOnlyList<float?> Confidences { get; init; }

    /// <summary>Where the text begins.</summary>
    public required int TextStart { get; init; }

    /// <summary>Where it ends: the first stop token, or the end of the canvas. Behind it is padding.</summary>
    public required int TextEnd { get; init; }

    /// <summary>What the checker says.</summary>
    public required Finding Finding { get; init; }

    /// <summary>The tokens that the checker points at; null where it points at none. Of length 0 behind the text.</summary>
    public required TokenRange? Where { get; init; }

    /// <summary>Random numbers, of this answer and this round alone.</summary>
    public required RandomStream Draws { get; init; }

    /// <summary>Parts that are held to a language of their own. They are no padding, wherever a text ends.</summary>
    public IReadOnlyList<ConstrainedHole> Holes { get; init; } = [];

    /// <summary>Positions of the text that a model wrote, from left to right.</summary>
    public IEnumerable<int> Text => Enumerable.Range(TextStart, TextEnd - TextStart).Where(position => IsWritten[position]);

    /// <summary>The written positions of a range, as segments of as many masks; what was known from the start divides them.</summary>
    /// <param name="start">The first position; one before the text is cut off.</param>
    /// <param name="end">Behind the last; one behind the canvas is cut off.</param>
    public IReadOnlyList<RepairSegment> Written(int start, int end) =>
        Segments(Enumerable.Range(start, Math.Max(0, end - start))
            .Where(position => position >= TextStart && position < Tokens.Count && IsWritten[position]));

    /// <summary>Positions as segments of as many masks.</summary>
    /// <param name="positions">In rising order, each once.</param>
    public static IReadOnlyList<RepairSegment> Segments(IEnumerable<int> positions)
    {
        var found = new List<RepairSegment>();
        foreach (var position in positions)
            if (found.Count > 0 && found[^1].End == position) found[^1] = new(found[^1].Start, found[^1].Length + 1, found[^1].Masks + 1);
            else found.Add(new(position, 1, 1));
        return found;
    }

    /// <summary>By how many positions the text can grow behind some segments: padding at the end of the canvas that none of them takes out.</summary>
    /// <param name="segments">In rising order.</param>
    public int Room(IReadOnlyList<RepairSegment> segments)
    {
        var end = Math.Max(TextEnd, segments.Count > 0 ? segments[^1].End : 0);
        var first = Tokens.Count;
        while (first > end && IsWritten[first - 1] && !Holes.Any(hole => hole.Holds(first - 1))) first--;
        return Tokens.Count - first;
    }
}
