using System.Collections.Concurrent;

namespace DiffuCoder.Sandbox;

/// <summary>
/// The threads that runs take place on, one each. A run is a long alternation of short waits for two pipes: on threads of its
/// own each costs one wake-up, where the thread pool would spin between them, and its threads would be missing elsewhere.
/// </summary>
internal sealed class Places
{
    private readonly BlockingCollection<Action> queue = [];
    private readonly CancellationTokenSource ending = new();
    private readonly Thread[] threads;

    public Places(int count)
    {
        threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work) { IsBackground = true, Name = "sandbox run" })];
        foreach (var thread in threads) thread.Start();
    }

    /// <summary>Does work when a thread is free. The caller's token or the end of all places cancels it, also while it waits.</summary>
    public async Task<T> DoAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(queue.IsAddingCompleted, typeof(PythonSandbox));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, ending.Token);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var hasStarted = 0;
        using var waiting = stop.Token.Register(() =>
        {
            if (Interlocked.Exchange(ref hasStarted, 1) == 0) done.TrySetCanceled(stop.Token);
        });
        queue.Add(() =>
        {
            if (Interlocked.Exchange(ref hasStarted, 1) != 0) return;
            try
            {
                done.SetResult(work(stop.Token));
            }
            catch (OperationCanceledException)
            {
                done.SetCanceled(stop.Token);
            }
            catch (Exception error) // whatever it is, it is the caller's to see
            {
                done.SetException(error);
            }
        }, CancellationToken.None);
        return await done.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        foreach (var action in queue.GetConsumingEnumerable()) action();
    }

    /// <summary>Cancels all, and waits for the last to end.</summary>
    public void End()
    {
        ending.Cancel();
        queue.CompleteAdding();
        foreach (var thread in threads) thread.Join();
    }
}
