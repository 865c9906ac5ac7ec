namespace DiffuCoder.Sandbox;

/// <summary>Runs untrusted programs. Any number of calls may be under way at once; they are queued for the workers there are.</summary>
public interface ISandbox : IAsyncDisposable
{
    /// <summary>What isolates the candidates, for manifests: <c>bubblewrap 0.8.0</c>, <c>unsafe</c>.</summary>
    string Description { get; }

    /// <summary>Runs a program and its tests. Whatever the program does, the result comes back and nothing of it is left.</summary>
    /// <param name="candidate">Program and tests.</param>
    /// <param name="limits">What it may use; null: the defaults.</param>
    /// <param name="cancellation">Ends the run, and whatever it had started.</param>
    /// <exception cref="SandboxException">The sandbox itself cannot work.</exception>
    Task<CandidateResult> RunAsync(Candidate candidate, SandboxLimits? limits = null, CancellationToken cancellation = default);

    /// <summary>
    /// Asks a trusted script about untrusted text: the script defines <c>answer(request)</c> from JSON
    /// value to JSON value, and runs isolated as a candidate does, without any candidate beside it.
    /// </summary>
    /// <param name="script">Python source that defines <c>answer</c>. Loaded once per worker, kept warm.</param>
    /// <param name="request">The request, JSON.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>The answer, JSON.</returns>
    /// <exception cref="SandboxException">The script raised, ran out of time, or the sandbox cannot work.</exception>
    Task<string> AskAsync(string script, string request, CancellationToken cancellation = default);
}
