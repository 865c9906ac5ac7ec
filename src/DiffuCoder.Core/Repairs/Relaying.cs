using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>
/// A canvas laid out anew: masks in place of some of its tokens, as many or more or fewer. Its length stays: what the text grows by, padding at the
/// end gives way to, and what it shrinks by, padding is put there.
/// </summary>
internal static class Relaying
{
    /// <summary>The canvas with masks, and what is known of its other positions.</summary>
    /// <param name="now">The canvas.</param>
    /// <param name="segments">What is taken out, and what comes in its place.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="padding">What stands behind a text.</param>
    /// <param name="policy">Who chose, for errors.</param>
    /// <exception cref="RepairException">The segments are none, or the canvas is too short for them.</exception>
    public static (Canvas Canvas, WrittenCanvas Kept) Lay(
        WrittenCanvas now, IReadOnlyList<RepairSegment> segments, int mask, int padding, string policy)
    {
        Check(now, segments, policy);
        var cells = Cells(Padded(now), segments, mask);
        var growth = cells.Count - now.Tokens.Count;
        for (var i = 0; i < growth; i++)
        {
            if (!cells[^1].MayGiveWay) throw TooShort(segments, growth, i, policy);
            cells.RemoveAt(cells.Count - 1);
        }
        for (var i = growth; i < 0; i++) cells.Add(new(padding, IsWritten: true, null, MayGiveWay: true));
        if (cells.All(cell => cell.Token != mask)) throw new RepairException($"The policy {policy} leaves no mask to fill in; it only takes out.");
        Cell[] laid = [.. cells];
        var holes = now.Holes.Select(hole => Moved(hole, segments)).ToArray();
        var kept = now with
        {
            Tokens = [.. laid.Select(cell => cell.Token)],
            IsWritten = [.. laid.Select(cell => cell.IsWritten)],
            Confidences = [.. laid.Select(cell => cell.Confidence)],
            Holes = holes,
        };
        var written = Enumerable.Range(0, laid.Length).Where(i => laid[i].IsWritten && laid[i].Token != mask);
        return (new(kept.Tokens, now.TextStart) { Holes = holes, Written = [.. written] }, kept);
    }

    // what stands behind a stop token is no text, and must not become one when that token is masked
    private static Cell[] Padded(WrittenCanvas now) =>
    [
        .. Enumerable.Range(0, now.Tokens.Count).Select(i => now.TextStart > 0 && i > now.TextEnd && now.IsWritten[i]
            ? new Cell(now.Tokens[now.TextEnd], true, now.Confidences[i], MayGiveWay: true)
            : new Cell(now.Tokens[i], now.IsWritten[i], now.Confidences[i], now.IsWritten[i] && i >= now.TextEnd)),
    ];

    private static List<Cell> Cells(Cell[] now, IReadOnlyList<RepairSegment> segments, int mask)
    {
        var cells = new List<Cell>();
        var next = 0;
        foreach (var segment in segments)
        {
            cells.AddRange(now[next..segment.Start]);
            cells.AddRange(Enumerable.Repeat(new Cell(mask, true, null, MayGiveWay: segment.End > now.Length - 1), segment.Masks));
            next = segment.End;
        }
        cells.AddRange(now[next..]);
        return cells;
    }

    private static ConstrainedHole Moved(ConstrainedHole hole, IReadOnlyList<RepairSegment> segments) => hole with
    {
        Start = hole.Start + segments.Where(segment => segment.Start < hole.Start).Sum(segment => segment.Growth),
        Length = hole.Length
            + segments.Where(segment => segment.Start >= hole.Start && segment.Start < hole.Start + hole.Length).Sum(segment => segment.Growth),
    };

    private static void Check(WrittenCanvas now, IReadOnlyList<RepairSegment> segments, string policy)
    {
        var next = now.TextStart;
        foreach (var segment in segments)
        {
            if (segment.Length < 0 || segment.Masks < 0 || segment.Length + segment.Masks == 0)
                throw new RepairException($"The policy {policy} takes out {segment}, which is nothing or less.");
            if (segment.Start < next || segment.End > now.Tokens.Count)
                throw new RepairException(
                    $"The policy {policy} takes out {segment}, which overlaps what is taken out before it, or lies outside the text from "
                        + $"{now.TextStart} to the end of the canvas at {now.Tokens.Count}.");
            for (var position = segment.Start; position < segment.End; position++)
                if (!now.IsWritten[position])
                    throw new RepairException(
                        $"The policy {policy} takes out position {position}, which no model wrote; RepairContext.IsWritten says which one did.");
            next = segment.End;
        }
    }

    private static RepairException TooShort(IReadOnlyList<RepairSegment> segments, int growth, int room, string policy) => new(
        $"The policy {policy} lets the text grow by {growth} tokens ({string.Join(", ", segments)}), and the canvas has padding for {room} at its "
            + "end; RepairContext.Room says how many there are.");

    private sealed record Cell(int Token, bool IsWritten, float? Confidence, bool MayGiveWay);
}
