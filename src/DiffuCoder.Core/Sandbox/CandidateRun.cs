using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace DiffuCoder.Sandbox;

/// <summary>
/// One candidate from start to verdict. The program runs in one worker and its tests in another; this hands questions and answers on between the two,
/// keeps the clocks, and takes verdicts from the tests' side alone.
/// </summary>
internal sealed class CandidateRun(
    WorkerPool programs, WorkerPool checkers, Candidate candidate, SandboxLimits limits, bool isStrong, CancellationToken cancellation)
{
    private readonly Stopwatch watch = new(); // runs from the first start of the program: waiting for a worker is not the candidate's time
    private readonly List<TestResult> results = new(candidate.Tests.Count);
    private readonly MemoryStream output = new();
    private TestResult? program;
    private TimeSpan stageStart;
    private TimeSpan elapsed;
    private bool hasBegun;

    public async Task<CandidateResult> RunAsync()
    {
        do await AttemptAsync().ConfigureAwait(false);
        while (results.Count < candidate.Tests.Count);
        return new(program!, results, Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), elapsed);
    }

    /// <summary>Starts the program and runs the tests that have no verdict yet, up to one that its process does not survive.</summary>
    private async Task AttemptAsync()
    {
        var runner = await programs.RentAsync(limits.FileBytes).ConfigureAwait(false);
        Worker? checker = null;
        try
        {
            checker = candidate.Tests.Count == 0 ? null : await checkers.RentAsync(WorkerPool.CheckerBytes).ConfigureAwait(false);
            runner.Limit(limits);
            BeginStage();
            await runner.WriteAsync(FrameKind.Run, RunRequests.Program(candidate, limits, isStrong)).ConfigureAwait(false);
            var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            if (checker is not null)
                await checker.WriteAsync(FrameKind.Run, RunRequests.Tests(candidate, results.Count, nonce, limits, isStrong)).ConfigureAwait(false);
            if (await ProgramAsync(runner).ConfigureAwait(false) && checker is not null) await TestsAsync(runner, checker, nonce).ConfigureAwait(false);
            elapsed = watch.Elapsed;
        }
        finally
        {
            await EndAsync(runner, checker).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(Worker runner, Worker? checker)
    {
        var stopped = runner.StopAsync();
        if (checker is not null)
        {
            await checker.StopAsync().ConfigureAwait(false);
            checkers.Return(checker);
        }
        var written = await stopped.ConfigureAwait(false);
        output.Write(written[..(int)Math.Min(written.Length, limits.OutputBytes - output.Length)].Span);
        programs.Return(runner);
    }

    private async Task<bool> ProgramAsync(Worker runner)
    {
        var frame = await runner.ReadAsync(Left, cancellation).ConfigureAwait(false);
        var result = frame.Kind == FrameKind.Program ? Reports.Program(frame.Payload) : Ending(frame, "the program's process");
        if (!result.Passed) Rest(new(TestOutcome.NotRun, program is null ? "the program failed" : $"the program failed when it was run again: {result.Detail}"));
        program ??= result;
        return result.Passed;
    }

    private async Task TestsAsync(Worker runner, Worker checker, string nonce)
    {
        BeginStage();
        hasBegun = false;
        while (results.Count < candidate.Tests.Count)
        {
            var frame = await checker.ReadAsync(Left, cancellation).ConfigureAwait(false);
            var who = "the tests' process";
            if (frame.Kind == FrameKind.Message)
            {
                who = "the program's process";
                await runner.WriteAsync(FrameKind.Message, frame.Payload).ConfigureAwait(false);
                frame = await runner.ReadAsync(Left, cancellation).ConfigureAwait(false);
                if (frame.Kind == FrameKind.Message)
                {
                    await checker.WriteAsync(FrameKind.Message, frame.Payload).ConfigureAwait(false);
                    continue;
                }
            }
            else if (Take(frame, nonce))
            {
                continue;
            }
            if (hasBegun && runner.IsSound && watch.Elapsed < limits.CandidateTime) results.Add(Ending(frame, who));
            else Rest(Ending(frame, who)); // nothing of the candidate's is left to go on with
            return;
        }
    }

    /// <summary>Whether a report of the tests' process is the one that is due: of this run, and of the next test, which begins and ends once.</summary>
    private bool Take(Frame frame, string nonce)
    {
        switch (frame.Kind)
        {
            case FrameKind.Begin when !hasBegun && Reports.IsBegin(frame.Payload, nonce, results.Count):
                hasBegun = true;
                break;
            case FrameKind.Verdict when hasBegun && Reports.Verdict(frame.Payload, nonce, results.Count) is { } verdict:
                results.Add(verdict);
                hasBegun = false;
                break;
            default:
                return false;
        }
        BeginStage();
        return true;
    }

    private TestResult Ending(Frame frame, string who) => frame.Kind switch
    {
        FrameKind.Late when watch.Elapsed >= limits.CandidateTime => new(TestOutcome.TimedOut, $"over the {limits.CandidateTime.TotalSeconds:0.###} s of the candidate"),
        FrameKind.Late => new(TestOutcome.TimedOut, $"over its {limits.TestTime.TotalSeconds:0.###} s"),
        FrameKind.Died => new(TestOutcome.Died, $"{who}: {Encoding.UTF8.GetString(frame.Payload.Span)}"),
        FrameKind.Gone => new(TestOutcome.Died, $"{who} took its sandbox down"),
        _ => new(TestOutcome.Died, $"{who} broke the protocol"),
    };

    private void Rest(TestResult result)
    {
        while (results.Count < candidate.Tests.Count) results.Add(result);
    }

    private void BeginStage()
    {
        if (!watch.IsRunning) watch.Start();
        stageStart = watch.Elapsed;
    }

    private TimeSpan Left
    {
        get
        {
            var (ofStage, ofAll) = (limits.TestTime - (watch.Elapsed - stageStart), limits.CandidateTime - watch.Elapsed);
            return ofStage < ofAll ? ofStage : ofAll;
        }
    }
}
