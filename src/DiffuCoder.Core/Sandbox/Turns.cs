namespace DiffuCoder.Sandbox;

/// <summary>Lets runs take place beside each other, or one alone. Who waits to be alone is not overtaken.</summary>
internal sealed class Turns
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);
    private readonly Lock gate = new();
    private int running;
    private int waitingAlone;
    private bool isAlone;

    /// <summary>Does work in its turn.</summary>
    /// <param name="alone">Whether nothing may run beside it.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public void Do(bool alone, Action work, CancellationToken cancellation)
    {
        Enter(alone, cancellation);
        try
        {
            work();
        }
        finally
        {
            lock (gate)
            {
                running--;
                isAlone = false;
            }
        }
    }

    private void Enter(bool alone, CancellationToken cancellation)
    {
        if (alone)
            lock (gate) waitingAlone++;
        try
        {
            while (!TryEnter(alone))
            {
                cancellation.ThrowIfCancellationRequested();
                Thread.Sleep(Slice);
            }
        }
        finally
        {
            if (alone)
                lock (gate) waitingAlone--;
        }
    }

    private bool TryEnter(bool alone)
    {
        lock (gate)
        {
            if (isAlone || (alone ? running > 0 : waitingAlone > 0)) return false;
            running++;
            isAlone = alone;
            return true;
        }
    }
}
