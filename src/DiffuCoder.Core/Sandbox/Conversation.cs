using Microsoft.Win32.SafeHandles;

namespace DiffuCoder.Sandbox;

/// <summary>All that the children of a run say, one thing at a time, on the thread that asks: poll(2), then read.</summary>
internal sealed class Conversation(IReadOnlyList<ChildRun> children) : IDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(300);

    // how soon a cancelled wait ends
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    private readonly HashSet<ChildRun> told = [];

    /// <summary>
    /// The next report; <see cref="FrameKind.Ended"/>, once, when a child has; <see cref="FrameKind.Late"/> when nothing comes in time. What a
    /// child reported before it ended comes first.
    /// </summary>
    public (ChildRun? Child, Frame Frame) Next(TimeSpan within, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Taken() is { } found) return found;
            var left = within - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return (null, new(FrameKind.Late, default));
            Fill(left < Slice ? left : Slice);
        }
    }

    private (ChildRun?, Frame)? Taken()
    {
        if (Reported() is { } report) return report;
        foreach (var child in children)
        {
            child.Listen();
            if (child.Ending is null && !child.IsOver || told.Contains(child)) continue;
            if (LastReported(child.Report) is { } last) return last;
            told.Add(child);
            return (child, new(FrameKind.Ended, default));
        }
        return null;
    }

    /// <summary>What one that has ended said before that: it may have come after the last look.</summary>
    private (ChildRun?, Frame)? LastReported(FrameReader reader)
    {
        Span<bool> ready = stackalloc bool[1];
        while (!reader.IsAtEnd && Posix.Wait([reader.Handle], ready, TimeSpan.Zero))
        {
            reader.Fill();
            if (Reported() is { } report) return report;
        }
        return null;
    }

    private (ChildRun?, Frame)? Reported()
    {
        foreach (var child in children)
            if (child.Report.Next() is { } report) return (child, report);
        return null;
    }

    /// <summary>Waits until something can be read, and reads it.</summary>
    private void Fill(TimeSpan within)
    {
        var readers = children.SelectMany(child => new[] { child.Report, child.Status }).Where(reader => !reader.IsAtEnd).ToList();
        var printing = children.Where(child => child.Output is not null).ToList();
        SafeFileHandle[] handles = [.. readers.Select(reader => reader.Handle), .. printing.Select(child => child.Output!)];
        Span<bool> ready = stackalloc bool[handles.Length];
        if (!Posix.Wait(handles, ready, within)) return;
        for (var i = 0; i < readers.Count; i++)
            if (ready[i]) readers[i].Fill();
        for (var i = 0; i < printing.Count; i++)
            if (ready[readers.Count + i]) printing[i].TakeOutput();
    }

    /// <summary>What has been used up to now; what was last told where a template does not answer.</summary>
    public void LearnUsage()
    {
        foreach (var child in children.Where(child => !child.IsOver))
        {
            var before = child.UsesTold;
            child.AskUsage();
            ListenUntil(() => child.UsesTold > before || child.IsOver, StopTime);
        }
    }

    /// <summary>
    /// Waits a moment for the other ending, where one child has ended: what is killed takes down what it talks to, and the cause may be told last.
    /// </summary>
    public void Settle() => ListenUntil(() => children.All(child => child.IsOver || child.Ending is not null), SettleTime);

    /// <summary>
    /// Ends all children and waits until nothing of them is left. A worker that does not manage that at once is not sound any more.
    /// </summary>
    public void End()
    {
        foreach (var child in children) child.BeginEnd();
        ListenUntil(() => children.All(child => child.IsOver), StopTime);
        foreach (var child in children)
        {
            if (child.IsOver) child.TakeLastOutput();
            else child.Worker.GiveUp();
        }
    }

    /// <summary>Takes in what the templates say; reports are left where they are.</summary>
    private void ListenUntil(Func<bool> isEnough, TimeSpan within)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !isEnough() && TimeProvider.System.GetElapsedTime(start) < within;)
        {
            Fill(Slice);
            foreach (var child in children) child.Listen();
        }
    }

    public void Dispose()
    {
        foreach (var child in children) child.Dispose();
    }
}
