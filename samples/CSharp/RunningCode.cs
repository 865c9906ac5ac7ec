using DiffuCoder.Sandbox;

namespace DiffuCoder.Samples;

/// <summary>Running a program that nobody should trust, and testing it from outside.</summary>
public static class RunningCode
{
    /// <summary>Tests a program and writes down what became of each test.</summary>
    /// <param name="sandbox">Where it runs: <c>using var sandbox = PythonSandbox.Start();</c>.</param>
    /// <param name="program">The program, which defines <c>double</c>.</param>
    /// <param name="output">Where to write.</param>
    public static async Task RunAsync(ISandbox sandbox, string program, TextWriter output)
    {
        SandboxTest[] tests =
        [
            new SandboxTest.Equality("double(2)", "4"),
            new SandboxTest.Statements("assert double('a') == 'aa'"),
        ];
        var limits = new SandboxLimits { CandidateTime = TimeSpan.FromSeconds(30) };
        var result = await sandbox.RunAsync(new Candidate(program, tests), limits).ConfigureAwait(false);
        await output.WriteLineAsync($"program: {result.Program.Outcome} {result.Program.Detail}".TrimEnd()).ConfigureAwait(false);
        foreach (var test in result.Tests) await output.WriteLineAsync($"test: {test.Outcome} {test.Detail}".TrimEnd()).ConfigureAwait(false);
        await output.WriteLineAsync(result.Passed ? "passed" : "failed").ConfigureAwait(false);
    }
}
