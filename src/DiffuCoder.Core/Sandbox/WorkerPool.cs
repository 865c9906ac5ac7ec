namespace DiffuCoder.Sandbox;

/// <summary>The workers of a role: rented for a run, given back warm, replaced when they are not sound any more.</summary>
internal sealed class WorkerPool(Isolation isolation, WorkerRole role, int spare, long fileBytes) : IAsyncDisposable
{
    /// <summary>Size of a checker's private folder, which nothing uses.</summary>
    public const long CheckerBytes = 1 << 20;

    private readonly Stack<Worker> idle = [];
    private readonly HashSet<Task> starting = [];
    private long wantedBytes = fileBytes;
    private bool isDisposed;

    /// <summary>Starts the first worker, so that a sandbox that cannot work says so at once.</summary>
    public async Task WarmAsync() => Return(await Worker.StartAsync(isolation, role, wantedBytes).ConfigureAwait(false));

    /// <summary>A worker whose private folder has this size.</summary>
    public async Task<Worker> RentAsync(long bytes)
    {
        Worker? found = null;
        List<Worker> others = [];
        lock (idle)
        {
            wantedBytes = bytes;
            while (found is null && idle.TryPop(out var worker))
                if (worker.IsSound && worker.FileBytes == bytes) found = worker;
                else others.Add(worker);
        }
        others.ForEach(worker => worker.Dispose());
        found ??= await Worker.StartAsync(isolation, role, bytes).ConfigureAwait(false);
        KeepSpare();
        return found;
    }

    /// <summary>Takes a worker back. One that is not sound is killed before this returns.</summary>
    public void Return(Worker worker)
    {
        lock (idle)
        {
            if (worker.IsSound && !isDisposed)
            {
                idle.Push(worker);
                return;
            }
        }
        worker.Dispose();
        KeepSpare();
    }

    /// <summary>Starts another in the background where none waits, so that a run need not wait for the replacement of a killed one.</summary>
    private void KeepSpare()
    {
        lock (idle)
        {
            if (isDisposed || idle.Count + starting.Count >= spare) return;
            var start = StartSpareAsync(wantedBytes);
            starting.Add(start);
            _ = start.ContinueWith(done => { lock (idle) starting.Remove(done); }, TaskScheduler.Default);
        }
    }

    private async Task StartSpareAsync(long bytes)
    {
        await Task.Yield();
        try
        {
            Return(await Worker.StartAsync(isolation, role, bytes).ConfigureAwait(false));
        }
        catch (SandboxException) { } // whoever rents next meets it and says so
    }

    public async ValueTask DisposeAsync()
    {
        Task[] pending;
        lock (idle)
        {
            isDisposed = true;
            pending = [.. starting];
        }
        await Task.WhenAll(pending).ConfigureAwait(false);
        while (idle.TryPop(out var worker)) worker.Dispose();
    }
}
