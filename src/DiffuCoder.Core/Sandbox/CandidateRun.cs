using System.Security.Cryptography;
using System.Text;

namespace DiffuCoder.Sandbox;

/// <summary>
/// One candidate from start to verdict. The program runs in one worker and its tests in another, with nothing between the two but the way that they
/// talk by; this keeps the clocks, sees who ends, and takes verdicts from the tests' side alone.
/// </summary>
internal sealed class CandidateRun(
    WorkerPool programs, WorkerPool checkers, Turns turns, Candidate candidate, SandboxLimits limits, bool isStrong, CancellationToken cancellation)
{
    private const int Attempts = 5; // to get over what is killed from outside
    private readonly List<TestResult> results = new(candidate.Tests.Count);
    private readonly MemoryStream output = new();
    private TestResult? program;
    private TimeSpan spent; // of attempts before this one
    private int lost;
    private bool wasStarved;

    public CandidateResult Run()
    {
        do turns.Do(wasStarved, Attempt, cancellation);
        while (program is null || results.Count < candidate.Tests.Count);
        return new(program!, results, Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), spent);
    }

    /// <summary>Starts the program and runs the tests that have no verdict yet, up to one that its process does not survive.</summary>
    private void Attempt()
    {
        var runner = programs.Rent();
        Worker? checker = null;
        try
        {
            checker = checkers.Rent();
            runner.Limit(limits);
            Attempt(runner, checker);
        }
        finally
        {
            programs.Return(runner);
            if (checker is not null) checkers.Return(checker);
        }
    }

    private void Attempt(Worker runner, Worker checker)
    {
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var (one, other) = Posix.SocketPair();
        using (one) using (other)
        {
            using var tests = ChildRun.Begin(
                checker, RunRequests.Limits(limits, isStrong, ofProgram: false), RunRequests.Tests(candidate, results.Count, nonce), 0, other);
            using var tested = ChildRun.Begin(
                runner, RunRequests.Limits(limits, isStrong, ofProgram: true), RunRequests.Program(candidate), limits.OutputBytes, one);
            one.Dispose(); // from here on the two hold them alone, so that each sees the other's end
            other.Dispose();
            using var conversation = new Conversation([tests, tested]);
            var clock = new StageClock(limits, spent, conversation, [tests, tested], wasStarved);
            try
            {
                Follow(conversation, clock, tests, tested, nonce);
            }
            finally
            {
                conversation.End();
                output.Write(tested.Printed[..(int)Math.Min(tested.Printed.Length, limits.OutputBytes - output.Length)].Span);
                spent = clock.Elapsed;
            }
        }
    }

    private void Follow(Conversation conversation, StageClock clock, ChildRun tests, ChildRun tested, string nonce)
    {
        var (hasBegun, first) = (false, results.Count);
        while (program is null || results.Count < candidate.Tests.Count || hasBegun)
        {
            var (child, frame) = conversation.Next(clock.Left, cancellation);
            switch (frame.Kind)
            {
                case FrameKind.Program when Reports.Program(frame.Payload) is { } report:
                    var again = program is null ? "" : $" when it was run again: {report.Detail}";
                    program ??= report;
                    if (report.Passed) break;
                    Rest(new(TestOutcome.NotRun, $"the program failed{again}"));
                    return;
                case FrameKind.Begin when !hasBegun && Reports.IsBegin(frame.Payload, nonce, results.Count):
                    hasBegun = true;
                    break;
                case FrameKind.Verdict when hasBegun && Reports.Verdict(frame.Payload, nonce, results.Count) is { } verdict:
                    results.Add(verdict);
                    (hasBegun, lost) = (false, 0);
                    break;
                case FrameKind.Ended when child == tested && !tests.IsOver && tests.Ending is null:
                    tested.BeginEnd(); // and all that it started, so that the tests see it end too: they may still have something to say
                    continue;
                case FrameKind.Late when clock.Prolong():
                    continue;
                case FrameKind.Late when !wasStarved && clock.IsStarved():
                    wasStarved = true; // tried again alone
                    return;
                case FrameKind.Ended when child == tests && !hasBegun && results.Count > first:
                    return; // after the verdict on a test in which the program broke their channel: the next one has both anew
                default:
                    if (frame.Kind == FrameKind.Ended) conversation.Settle();
                    if (IsLost(frame, tests, tested)) return;
                    Close(Ending(frame, clock, tests, tested), hasBegun, frame.Kind == FrameKind.Late && clock.IsOver);
                    return;
            }
            clock.Begin();
        }
    }

    /// <summary>Whether the run came to nothing by no fault of the candidate's, and is to be tried once more.</summary>
    private bool IsLost(Frame frame, ChildRun tests, ChildRun tested)
    {
        if (frame.Kind != FrameKind.Ended || !(tests.IsKilled || tested.IsKilled) || ++lost >= Attempts) return false;
        spent = TimeSpan.Zero;
        return true;
    }

    /// <summary>Gives the verdict on what was running, and on all that comes after it where nothing can go on.</summary>
    private void Close(TestResult ending, bool hasBegun, bool isLast)
    {
        if (program is null)
        {
            program = ending;
            Rest(new(TestOutcome.NotRun, "the program failed"));
        }
        else if (hasBegun && !isLast) results.Add(ending);
        else Rest(ending);
    }

    private static TestResult Ending(Frame frame, StageClock clock, ChildRun tests, ChildRun tested) => frame.Kind switch
    {
        FrameKind.Late => new(TestOutcome.TimedOut, clock.Overrun),
        FrameKind.Ended when tested.Ending is { } how => new(TestOutcome.Died, $"the program's process: {how}"),
        FrameKind.Ended when tested.IsOver => new(TestOutcome.Died, "the program's process was gone"),
        FrameKind.Ended => new(TestOutcome.Died, $"the tests' process: {tests.Ending ?? "was gone"}"),
        _ => new(TestOutcome.Died, "the tests' process broke the protocol"),
    };

    private void Rest(TestResult result)
    {
        while (results.Count < candidate.Tests.Count) results.Add(result);
    }
}
