using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>
/// A canvas laid out anew: masks in place of some of its tokens, as many or more or fewer. Its length stays: what the text grows by, padding at the
/// end gives way to, and what it shrinks by, padding is put there. Holes that are held to a language keep it, whatever their length becomes.
/// </summary>
internal static class Relaying
{
    /// <summary>The canvas with masks, what is known of its other positions, and what was taken out.</summary>
    /// <param name="now">The canvas.</param>
    /// <param name="segments">What is to be taken out, and what comes in its place.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="padding">What stands behind a text.</param>
    /// <param name="policy">Who chose, for errors.</param>
    /// <exception cref="RepairException">The segments are none, or the canvas is too short for them.</exception>
    public static LaidCanvas Lay(WrittenCanvas now, IReadOnlyList<RepairSegment> segments, int mask, int padding, string policy)
    {
        Check(now, segments, policy);
        RepairSegment[] parts = [.. segments.SelectMany(segment => HoleBorders.Divide(now, segment))];
        var cells = Cells(now, parts, mask);
        var growth = cells.Count - now.Tokens.Count;
        for (var i = 0; i < growth; i++)
        {
            if (!cells[^1].MayGiveWay) throw TooShort(segments, growth, i, policy);
            cells.RemoveAt(cells.Count - 1);
        }
        for (var i = growth; i < 0; i++) cells.Add(new(padding, IsWritten: true, null, null, MayGiveWay: true));
        if (cells.All(cell => cell.Token != mask)) throw new RepairException($"The policy {policy} leaves no mask to fill in; it only takes out.");
        Cell[] laid = [.. cells];
        var kept = now with
        {
            Tokens = [.. laid.Select(cell => cell.Token)],
            IsWritten = [.. laid.Select(cell => cell.IsWritten)],
            Confidences = [.. laid.Select(cell => cell.Confidence)],
            Holes = [.. now.Holes.Select((hole, index) => hole with
            {
                Start = Array.FindIndex(laid, cell => cell.Hole == index),
                Length = laid.Count(cell => cell.Hole == index),
            })],
        };
        var written = Enumerable.Range(0, laid.Length).Where(i => laid[i].IsWritten && laid[i].Token != mask);
        return new(new(kept.Tokens, now.TextStart) { Holes = kept.Holes, Written = [.. written] }, kept, parts);
    }

    private static List<Cell> Cells(WrittenCanvas now, RepairSegment[] parts, int mask)
    {
        var (cells, next) = (new List<Cell>(), 0);
        foreach (var part in parts)
        {
            Keep(part.Start);
            var hole = HoleBorders.Of(now, part);
            var toTheEnd = hole is null && part.End > now.Tokens.Count - 1;
            cells.AddRange(Enumerable.Repeat(new Cell(mask, true, null, hole, MayGiveWay: toTheEnd), part.Masks));
            next = part.End;
        }
        Keep(now.Tokens.Count);
        return cells;

        void Keep(int end)
        {
            for (; next < end; next++) cells.Add(Kept(now, next));
        }
    }

    // what stands behind a stop token is no text, and must not become one when that token is masked; but for holes, which no token ends
    private static Cell Kept(WrittenCanvas now, int position)
    {
        var (hole, written, confidence) = (HoleBorders.At(now, position), now.IsWritten[position], now.Confidences[position]);
        var isPadding = written && hole is null && position >= now.TextEnd;
        var token = now.Tokens[isPadding && now.TextStart > 0 ? now.TextEnd : position];
        return new(token, written, confidence, hole, isPadding);
    }

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

    private sealed record Cell(int Token, bool IsWritten, float? Confidence, int? Hole, bool MayGiveWay);
}

/// <summary>A canvas to fill in.</summary>
/// <param name="Canvas">It, with masks.</param>
/// <param name="Kept">What is known of its other positions.</param>
/// <param name="Masked">What was taken out, and how many masks came in its place.</param>
internal sealed record LaidCanvas(Canvas Canvas, WrittenCanvas Kept, IReadOnlyList<RepairSegment> Masked);
