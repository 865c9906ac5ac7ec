namespace DiffuCoder.Sampling;

/// <summary>A text with holes whose lengths are not known: one canvas for each combination of them.</summary>
/// <param name="Parts">Known tokens and holes, in order.</param>
public sealed record OpenCanvas(IReadOnlyList<OpenPart> Parts)
{
    /// <summary>How many combinations there are; a number too large to count is the largest one.</summary>
    public long Combinations => Parts.Where(part => part.Lengths.Count > 0)
        .Aggregate(1L, (product, part) => product > long.MaxValue / part.Lengths.Count ? long.MaxValue : product * part.Lengths.Count);

    /// <summary>A canvas for each combination of lengths, those of the first hole changing slowest.</summary>
    /// <param name="maskId">The mask token, <see cref="Canvas.MaskOf"/>.</param>
    /// <param name="most">Combinations that are allowed.</param>
    /// <exception cref="SamplerException">There are more, or there is nothing to fill in.</exception>
    public IReadOnlyList<SizedCanvas> Candidates(int maskId, int most)
    {
        if (Parts.All(part => part.Tokens.Count == 0 && part.Lengths.Count == 0))
            throw new SamplerException("There is nothing to fill in: the text has neither words nor holes.");
        if (Combinations > most)
            throw new SamplerException(
                $"The holes' lengths ({string.Join(" times ", Parts.Where(part => part.Lengths.Count > 0).Select(part => part.Lengths.Count))}) make "
                    + $"{Combinations} combinations, more than the {most} allowed; give fewer lengths, such as every second one, or allow more.");
        IEnumerable<IReadOnlyList<int>> combinations = [[]];
        foreach (var hole in Parts.Where(part => part.Lengths.Count > 0))
            combinations = combinations.SelectMany(chosen => hole.Lengths, (chosen, length) => (IReadOnlyList<int>)[.. chosen, length]);
        return [.. combinations.Select(lengths => Sized(lengths, maskId))];
    }

    private SizedCanvas Sized(IReadOnlyList<int> lengths, int maskId)
    {
        var tokens = new List<int>();
        var holes = new List<(int Start, int Length)>();
        var constrained = new List<ConstrainedHole>();
        foreach (var part in Parts)
        {
            tokens.AddRange(part.Tokens);
            if (part.Lengths.Count == 0) continue;
            var (start, length) = (tokens.Count, lengths[holes.Count]);
            tokens.AddRange(Enumerable.Repeat(maskId, length));
            holes.Add((start, length));
            if (part.Constraint is { } constraint) constrained.Add(new(start, length, constraint));
        }
        return new(new(tokens, 0) { Holes = constrained }, holes);
    }
}

/// <summary>A text with holes of given lengths.</summary>
/// <param name="Canvas">The row to be filled in.</param>
/// <param name="Holes">Where each hole begins and how long it is, from left to right.</param>
public sealed record SizedCanvas(Canvas Canvas, IReadOnlyList<(int Start, int Length)> Holes)
{
    /// <summary>The length of each hole.</summary>
    public IReadOnlyList<int> Lengths => [.. Holes.Select(hole => hole.Length)];

    /// <summary>The positions of all holes.</summary>
    public IReadOnlyList<int> Positions => [.. Holes.SelectMany(hole => Enumerable.Range(hole.Start, hole.Length))];
}
