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

    public CandidateResult Run()
    {
        do Attempt();
        while (results.Count < candidate.Tests.Count);
        return new(program!, results, Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), elapsed);
    }

    /// <summary>Starts the program and runs the tests that have no verdict yet, up to one that its process does not survive.</summary>
    private void Attempt()
    {
        var runner = programs.Rent(limits.FileBytes);
        Worker? checker = null;
        try
        {
            checker = candidate.Tests.Count == 0 ? null : checkers.Rent(WorkerPool.CheckerBytes);
            runner.Limit(limits);
            BeginStage();
            runner.Write(FrameKind.Run, RunRequests.Program(candidate, limits, isStrong));
            var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            if (checker is not null)
                checker.Write(FrameKind.Run, RunRequests.Tests(candidate, results.Count, nonce, limits, isStrong));
            if (RunProgram(runner) && checker is not null) RunTests(runner, checker, nonce);
            elapsed = watch.Elapsed;
        }
        finally
        {
            End(runner, checker);
        }
    }

    private void End(Worker runner, Worker? checker)
    {
        runner.BeginStop();
        checker?.BeginStop();
        var written = runner.EndStop();
        output.Write(written[..(int)Math.Min(written.Length, limits.OutputBytes - output.Length)].Span);
        programs.Return(runner);
        if (checker is null) return;
        checker.EndStop();
        checkers.Return(checker);
    }

    private bool RunProgram(Worker runner)
    {
        var frame = runner.Read(Left, cancellation);
        var result = frame.Kind == FrameKind.Program ? Reports.Program(frame.Payload) : Ending(frame, "the program's process");
        if (!result.Passed) Rest(new(TestOutcome.NotRun, program is null ? "the program failed" : $"the program failed when it was run again: {result.Detail}"));
        program ??= result;
        return result.Passed;
    }

    private void RunTests(Worker runner, Worker checker, string nonce)
    {
        BeginStage();
        hasBegun = false;
        while (results.Count < candidate.Tests.Count)
        {
            var frame = checker.Read(Left, cancellation);
            var who = "the tests' process";
            if (frame.Kind == FrameKind.Message)
            {
                who = "the program's process";
                runner.Write(FrameKind.Message, frame.Payload);
                frame = runner.Read(Left, cancellation);
                if (frame.Kind == FrameKind.Message)
                {
                    checker.Write(FrameKind.Message, frame.Payload);
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
