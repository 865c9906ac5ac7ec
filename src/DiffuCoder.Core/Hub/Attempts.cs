namespace DiffuCoder.Hub;

/// <summary>Tries again what may go better a moment later, with waits that double.</summary>
internal static class Attempts
{
    /// <summary>The result of some work, which is given up after so many attempts in a row that brought nothing.</summary>
    /// <param name="settings">How patient one is.</param>
    /// <param name="progress">A number that grows with what was achieved: an attempt that made it grow begins a new row.</param>
    /// <param name="say">Told of each wait.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<T> MakeAsync<T>(
        HubSettings settings, Func<long> progress, Action<string> say, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        for (var (attempt, before) = (1, progress()); ; attempt++)
        {
            try
            {
                return await work(cancellation).ConfigureAwait(false);
            }
            catch (HubException e) when (e.IsPassing)
            {
                var now = progress();
                if (now > before) (attempt, before) = (1, now);
                if (attempt >= settings.Attempts)
                {
                    const string Kept = "what has come is kept, and the same call goes on from there.";
                    throw new HubException(e.Fault, $"{e.Message} It was tried {settings.Attempts} times; {Kept}", e);
                }
                var pause = Pause(settings, attempt, e.RetryAfter);
                say($"{e.Message} Trying again in {pause.TotalSeconds:F0} s ({attempt} of {settings.Attempts - 1}).");
                await Task.Delay(pause, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>As long as the server asks for, else doubling, with up to a quarter more so that many clients do not come back at once.</summary>
    private static TimeSpan Pause(HubSettings settings, int attempt, TimeSpan? asked)
    {
        var doubled = settings.Pause * Math.Pow(2, attempt - 1) * (1 + Random.Shared.NextDouble() / 4);
        var wanted = asked is { } time && time > doubled ? time : doubled;
        return wanted < settings.LongestPause ? wanted : settings.LongestPause;
    }
}
