namespace DiffuCoder.Training;

/// <summary>
/// How long the parts of training steps take, by name. On a device that computes
/// behind the caller's back a part's time is that until it is handed over.
/// </summary>
internal sealed class PhaseTimes(TimeProvider clock)
{
    /// <summary>The names that are written into <c>timing.jsonl</c>.</summary>
    public const string Data = "data", Rollout = "rollout", Rewards = "rewards", Estimates = "estimates",
        Forward = "forward", Backward = "backward", Exchange = "exchange", Update = "update";

    private Dictionary<string, TimeSpan> times = [];

    /// <summary>Times a part.</summary>
    public T Of<T>(string phase, Func<T> work)
    {
        var began = clock.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            times[phase] = times.GetValueOrDefault(phase) + clock.GetElapsedTime(began);
        }
    }

    /// <summary>Times a part that gives nothing.</summary>
    public void Of(string phase, Action work) => Of(phase, () =>
    {
        work();
        return true;
    });

    /// <summary>All times since the last call.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Take()
    {
        var taken = times;
        times = [];
        return taken;
    }
}
