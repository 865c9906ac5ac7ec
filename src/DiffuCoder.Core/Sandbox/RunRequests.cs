using System.Text.Json;

namespace DiffuCoder.Sandbox;

/// <summary>What is told at the start of a run: limits to a template, the task to a child.</summary>
internal static class RunRequests
{
    // RLIMIT_NPROC counts the processes of a user namespace since Linux 5.14; before, all of the user's
    private static readonly bool CountsPerNamespace = OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 14);

    /// <summary>For the program's process alone.</summary>
    public static byte[] Program(Candidate candidate) =>
        JsonSerializer.SerializeToUtf8Bytes(new { program = candidate.Program, setup = candidate.ProgramSetup });

    /// <summary>The tests from one on, for their process alone.</summary>
    public static byte[] Tests(Candidate candidate, int first, string nonce) =>
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            nonce,
            first,
            entries = candidate.EntryPoints,
            setup = candidate.TestSetup,
            tests = candidate.Tests.Skip(first).Select(Test),
        });

    private static object Test(SandboxTest test) => test switch
    {
        SandboxTest.Equality(var expression, var expected) => new { kind = "equality", expression, expected },
        SandboxTest.Statements(var code) => new { kind = "statements", code },
        SandboxTest.Check(var code, var entry) => new { kind = "check", code, entry },
        _ => throw new SandboxException($"{test.GetType().Name} is no kind of test."),
    };

    /// <summary>For the template that forks a child. Tests are trusted; their limits only keep a huge value from taking the machine along.</summary>
    /// <param name="limits">What the candidate may use.</param>
    /// <param name="isStrong">Whether there are walls.</param>
    /// <param name="ofProgram">Whether the child is the program, not its tests or a script.</param>
    /// <param name="script">The script that is asked; null: none.</param>
    public static byte[] Limits(SandboxLimits limits, bool isStrong, bool ofProgram, string? script = null)
    {
        var task = new Dictionary<string, object>
        {
            ["seconds"] = (int)Math.Ceiling(limits.CandidateTime.TotalSeconds) + 1, // of processor; the wall clock is the host's
            ["memory"] = ofProgram ? limits.MemoryBytes : Math.Max(limits.MemoryBytes, 4L << 30),
            ["files"] = limits.FileBytes,
            ["open"] = limits.OpenFiles,
            // the template and the first process are two
            ["processes"] = !isStrong ? limits.Processes : CountsPerNamespace ? limits.Processes + 2 : 0,
            ["tree"] = limits.Processes,
            ["value"] = limits.ValueBytes,
        };
        if (script is not null) task["script"] = script;
        return JsonSerializer.SerializeToUtf8Bytes(task);
    }
}
