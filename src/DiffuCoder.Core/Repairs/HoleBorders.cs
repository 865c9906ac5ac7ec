namespace DiffuCoder.Repairs;

/// <summary>Where holes that are held to a language begin and end: what is taken out across a border is taken out on either side.</summary>
internal static class HoleBorders
{
    /// <summary>The number of the hole that a position lies in; null in none.</summary>
    public static int? At(WrittenCanvas now, int position)
    {
        for (var i = 0; i < now.Holes.Count; i++)
            if (now.Holes[i].Holds(position)) return i;
        return null;
    }

    /// <summary>The hole of a segment that crosses no border. Masks between two positions belong to a hole when both do.</summary>
    public static int? Of(WrittenCanvas now, RepairSegment segment) =>
        segment.Length > 0 || segment.Start == 0 || At(now, segment.Start - 1) == At(now, segment.Start) ? At(now, segment.Start) : null;

    /// <summary>
    /// A segment in parts that cross no border. It grows and shrinks where no hole is, in the longest part, and only then in holes, which keep a
    /// mask.
    /// </summary>
    public static IReadOnlyList<RepairSegment> Divide(WrittenCanvas now, RepairSegment segment)
    {
        if (now.Holes.Count == 0 || segment.Length == 0) return [segment];
        var parts = new List<RepairSegment>();
        for (var position = segment.Start; position < segment.End; position++)
            if (parts is [.., var last] && At(now, position) == At(now, position - 1)) parts[^1] = new(last.Start, last.Length + 1, last.Masks + 1);
            else parts.Add(new(position, 1, 1));
        bool IsFree(int part) => At(now, parts[part].Start) is null;
        for (var left = segment.Growth; left != 0; left -= Math.Sign(left))
        {
            var fitting = Enumerable.Range(0, parts.Count).Where(part => left > 0 || parts[part].Masks > (IsFree(part) ? 0 : 1));
            var taken = fitting.OrderByDescending(IsFree).ThenByDescending(part => parts[part].Masks).FirstOrDefault(-1);
            if (taken < 0) break;
            parts[taken] = parts[taken] with { Masks = parts[taken].Masks + Math.Sign(left) };
        }
        return parts;
    }
}
