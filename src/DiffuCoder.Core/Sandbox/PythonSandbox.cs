using System.Text;

namespace DiffuCoder.Sandbox;

/// <summary>
/// Runs Python programs behind walls, and judges them from outside of these. The program runs in one sandbox; its tests run in another, where the
/// names of the program are proxies; only plain values pass between the two. So a program can be wrong or right, but it cannot say which.
/// </summary>
public sealed class PythonSandbox : ISandbox, IDisposable
{
    private readonly Isolation isolation;
    private readonly SandboxOptions options;
    private readonly WorkerPool programs;
    private readonly WorkerPool checkers;
    private readonly Places places;
    private readonly Turns turns = new();
    private int isDisposed;

    private PythonSandbox(Isolation isolation, SandboxOptions options)
    {
        (this.isolation, this.options) = (isolation, options);
        programs = new(isolation, WorkerRole.Candidate, spare: 1);
        checkers = new(isolation, WorkerRole.Checker, spare: 0);
        places = new(options.Workers);
    }

    /// <inheritdoc/>
    public string Description => isolation.Description;

    /// <summary>Starts a sandbox of bubblewrap's: namespaces of its own, a read-only system, no network, no home, limits on everything.</summary>
    /// <param name="options">How it is set up; null: the defaults.</param>
    /// <exception cref="SandboxException">Something it needs is missing or forbidden; the message says what mends it.</exception>
    public static PythonSandbox Start(SandboxOptions? options = null) => Begin(HostTools.Strong(options ??= new()), options);

    /// <summary>
    /// Starts what runs programs with the rights of this process (of user <c>nobody</c>, when that is root): they can read and change files, use the
    /// network and outlive their run. Verdicts cannot be forged through the channel and limits hold, but nothing is walled off. It warns each time.
    /// </summary>
    /// <param name="options">How it is set up; null: the defaults.</param>
    /// <exception cref="SandboxException">Python is missing, or this system cannot fork.</exception>
    public static PythonSandbox Unsafe(SandboxOptions? options = null)
    {
        Console.Error.WriteLine("PythonSandbox.Unsafe: untrusted programs run WITHOUT a sandbox, with access to files and network.");
        return Begin(HostTools.None(options ??= new()), options);
    }

    internal static PythonSandbox Begin(Isolation isolation, SandboxOptions options)
    {
        ControlGroup.ClearLeft();
        var sandbox = new PythonSandbox(isolation, options);
        try
        {
            var checker = Task.Run(sandbox.checkers.Warm);
            sandbox.programs.Warm();
            checker.GetAwaiter().GetResult();
            return sandbox;
        }
        catch
        {
            sandbox.End();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<CandidateResult> RunAsync(Candidate candidate, SandboxLimits? limits = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return places.DoAsync(
            stop => new CandidateRun(programs, checkers, turns, candidate, limits ?? options.Limits, isolation.IsStrong, stop).Run(), cancellation);
    }

    /// <inheritdoc/>
    public Task<string> AskAsync(string script, string request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(request);
        return places.DoAsync(stop => Ask(script, request, stop), cancellation);
    }

    private string Ask(string script, string request, CancellationToken stop)
    {
        string? answer = null;
        for (var attempt = 0; answer is null; attempt++)
            turns.Do(false, () => answer = Ask(script, request, attempt, stop), stop);
        return answer;
    }

    /// <summary>The answer; null when the process was killed from outside and is to be tried again.</summary>
    private string? Ask(string script, string request, int attempt, CancellationToken stop)
    {
        const int attempts = 3;
        var worker = checkers.Rent();
        try
        {
            var limits = RunRequests.Limits(options.Limits, isolation.IsStrong, ofProgram: false, worker.Load(script));
            using var child = ChildRun.Begin(worker, limits, Encoding.UTF8.GetBytes(request), 0, null);
            using var conversation = new Conversation([child]);
            try
            {
                var (_, frame) = conversation.Next(options.Limits.CandidateTime, stop);
                if (frame.Kind == FrameKind.Ended && child.IsKilled && attempt < attempts) return null;
                var (answer, failure) = frame.Kind switch
                {
                    FrameKind.Answer => Reports.Answer(frame.Payload),
                    FrameKind.Late => (null, $"over its {options.Limits.CandidateTime.TotalSeconds:0.###} s"),
                    FrameKind.Ended => (null, child.Ending ?? "its process was gone"),
                    _ => (null, "its process broke the protocol"),
                };
                return answer ?? throw new SandboxException($"The script did not answer: {failure}");
            }
            finally
            {
                conversation.End();
            }
        }
        finally
        {
            checkers.Return(worker);
        }
    }

    /// <summary>Ends whatever runs, which then is cancelled, and every process of the sandbox.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 0) End();
    }

    /// <summary>As <see cref="Dispose"/>, without holding up the caller's thread.</summary>
    public async ValueTask DisposeAsync() => await Task.Run(Dispose).ConfigureAwait(false);

    private void End()
    {
        places.End();
        programs.Dispose();
        checkers.Dispose();
        ControlGroup.ClearLeft();
    }
}
