namespace DiffuCoder.Sandbox;

/// <summary>The workers of a role: rented for a run, given back warm, replaced when they are not sound any more.</summary>
internal sealed class WorkerPool(Isolation isolation, WorkerRole role, int spare) : IDisposable
{
    private readonly Stack<Worker> idle = [];
    private readonly HashSet<Task> starting = [];
    private bool isDisposed;

    /// <summary>Starts the first worker, so that a sandbox that cannot work says so at once.</summary>
    public void Warm() => Return(Worker.Start(isolation, role));

    /// <summary>A worker that waits for work, or a new one.</summary>
    public Worker Rent()
    {
        Worker? found = null;
        List<Worker> others = [];
        lock (idle)
        {
            while (found is null && idle.TryPop(out var worker))
                if (worker.IsWaiting) found = worker;
                else others.Add(worker);
        }
        others.ForEach(worker => worker.Dispose());
        found ??= StartOrStartAgain();
        KeepSpare();
        return found;
    }

    // a worker can be killed from outside before it has come up, as any other can later; where the host is at fault the last one
    // fails too and says so
    private Worker StartOrStartAgain()
    {
        const int attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Worker.Start(isolation, role);
            }
            catch (SandboxException) when (attempt < attempts) { }
        }
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
            var start = Task.Run(StartSpare);
            starting.Add(start);
            _ = start.ContinueWith(done => { lock (idle) starting.Remove(done); }, TaskScheduler.Default);
        }
    }

    private void StartSpare()
    {
        try
        {
            Return(Worker.Start(isolation, role));
        }
        catch (SandboxException) { } // whoever rents next meets it and says so
    }

    public void Dispose()
    {
        Task[] pending;
        lock (idle)
        {
            isDisposed = true;
            pending = [.. starting];
        }
        Task.WaitAll(pending);
        while (idle.TryPop(out var worker)) worker.Dispose();
    }
}
