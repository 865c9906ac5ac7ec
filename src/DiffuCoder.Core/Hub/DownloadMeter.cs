namespace DiffuCoder.Hub;

/// <summary>Adds up what several downloads bring and tells it, a few times a second at most.</summary>
internal sealed class DownloadMeter(HubRepository repository, int files, long total, IProgress<HubProgress>? listener, TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250), Window = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Queue<(long At, long Bytes)> recent = new();
    private long bytes, told = long.MinValue;
    private int finished;

    /// <summary>Bytes that are there now; negative: bytes that turned out to be worth nothing.</summary>
    public void Add(long more) => Change(() => bytes += more, null, isQuiet: true);

    /// <summary>Bytes that were there before this download began, which say nothing of its rate.</summary>
    public void Found(long more) => Change(() =>
    {
        bytes += more;
        recent.Clear();
    }, null, isQuiet: true);

    /// <summary>One more file is whole.</summary>
    public void Finish() => Change(() => finished++, null, isQuiet: false);

    /// <summary>Something happened.</summary>
    public void Say(string remark) => Change(() => { }, remark, isQuiet: false);

    private void Change(Action change, string? remark, bool isQuiet)
    {
        lock (gate)
        {
            change();
            if (listener is null) return;
            var now = clock.GetTimestamp();
            if (isQuiet && told != long.MinValue && clock.GetElapsedTime(told, now) < Between) return;
            told = now;
            recent.Enqueue((now, bytes));
            while (recent.Count > 2 && clock.GetElapsedTime(recent.Peek().At, now) > Window) recent.Dequeue();
            var (since, before) = recent.Peek();
            var seconds = clock.GetElapsedTime(since, now).TotalSeconds;
            listener.Report(new(repository, files, finished, bytes, total, seconds > 0 ? Math.Max(0, bytes - before) / seconds : 0, remark));
        }
    }
}
