using System.Text.Json;

namespace DiffuCoder.Sandbox;

/// <summary>What a worker is told at the start of a run: one line of limits, then the task.</summary>
internal static class RunRequests
{
    // RLIMIT_NPROC counts the processes of a user namespace since Linux 5.14; before, all of the user's
    private static readonly bool CountsPerNamespace = OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 14);

    public static byte[] Program(Candidate candidate, SandboxLimits limits, bool isStrong) =>
        Joined(Limits(limits, limits.MemoryBytes, isStrong), new { program = candidate.Program, setup = candidate.ProgramSetup });

    /// <summary>The tests from one on. They are trusted; their limits only keep a huge value from taking the machine along.</summary>
    public static byte[] Tests(Candidate candidate, int first, string nonce, SandboxLimits limits, bool isStrong) =>
        Joined(
            Limits(limits, Math.Max(limits.MemoryBytes, 4L << 30), isStrong),
            new { nonce, first, setup = candidate.TestSetup, tests = candidate.Tests.Skip(first).Select(Test) });

    public static byte[] Question(string script, string request, SandboxLimits limits, bool isStrong) =>
        Joined(Limits(limits, Math.Max(limits.MemoryBytes, 4L << 30), isStrong), new { script, request });

    private static object Test(SandboxTest test) => test switch
    {
        SandboxTest.Equality(var expression, var expected) => new { kind = "equality", expression, expected },
        SandboxTest.Statements(var code) => new { kind = "statements", code },
        SandboxTest.Check(var code, var entry) => new { kind = "check", code, entry },
        _ => throw new SandboxException($"{test.GetType().Name} is no kind of test."),
    };

    private static object Limits(SandboxLimits limits, long memory, bool isStrong) => new
    {
        seconds = (int)Math.Ceiling(limits.CandidateTime.TotalSeconds) + 1, // of processor; the wall clock is the host's
        memory,
        files = limits.FileBytes,
        open = limits.OpenFiles,
        processes = !isStrong ? limits.Processes : CountsPerNamespace ? limits.Processes + 1 : 0, // the warden is one
        tree = limits.Processes,
        output = limits.OutputBytes,
        value = limits.ValueBytes,
    };

    private static byte[] Joined(object limits, object task) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(limits), (byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(task)];
}
