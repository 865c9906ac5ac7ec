namespace DiffuCoder.Extensions.AI;

/// <summary>Lets text through up to the first stop sequence. What may be the beginning of one is held back until it is known.</summary>
internal sealed class StopFilter(IReadOnlyList<string> stops)
{
    private string held = "";

    /// <summary>A stop sequence was read: nothing more is let through.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Takes more text and gives what is known to stand before any stop sequence.</summary>
    public string Take(string text)
    {
        if (HasStopped) return "";
        held += text;
        var stop = stops.Select(stop => held.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        HasStopped = stop >= 0;
        return Release(HasStopped ? stop : held.Length - PossibleStop());
    }

    /// <summary>The text has ended: what was held back is no stop sequence.</summary>
    public string Flush() => HasStopped ? "" : Release(held.Length);

    private string Release(int length)
    {
        var free = held[..length];
        held = HasStopped ? "" : held[length..];
        return free;
    }

    // the longest end of the text that a stop sequence begins with
    private int PossibleStop() => stops
        .SelectMany(stop => Enumerable.Range(1, stop.Length - 1).Where(length => held.EndsWith(stop[..length], StringComparison.Ordinal)))
        .DefaultIfEmpty(0).Max();
}
