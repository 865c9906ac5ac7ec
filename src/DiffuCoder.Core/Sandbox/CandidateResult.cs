namespace DiffuCoder.Sandbox;

/// <summary>What became of a candidate.</summary>
/// <param name="Program">What became of the program itself, before any test.</param>
/// <param name="Tests">One result per test, in order.</param>
/// <param name="Output">
/// What the program wrote to its standard output and error, cut at <see cref="SandboxLimits.OutputBytes"/>; for people, never parsed.
/// </param>
/// <param name="Elapsed">Wall time from the start of the program to the last result.</param>
public sealed record CandidateResult(TestResult Program, IReadOnlyList<TestResult> Tests, string Output, TimeSpan Elapsed)
{
    /// <summary>The program ran and every test passed; a candidate without tests never passes.</summary>
    public bool Passed => Program.Passed && Tests.Count > 0 && Tests.All(test => test.Passed);

    /// <summary>Share of the tests that passed, in [0, 1]; 0 without tests.</summary>
    public double PassRate => Tests.Count == 0 ? 0 : Tests.Count(test => test.Passed) / (double)Tests.Count;
}

/// <summary>The verdict on one test, or on the program.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Detail">For people: the exception's type and message, the two values that differ, the limit that was reached.</param>
public sealed record TestResult(TestOutcome Outcome, string Detail = "")
{
    /// <summary>
    /// The line of the program that was running last when it raised, from 1; of one that does not parse, where the parser stumbled. The program may
    /// lie about it. Null where nothing was raised in the program, or nobody knows where.
    /// </summary>
    public int? Line { get; init; }

    /// <summary>It passed.</summary>
    public bool Passed => Outcome == TestOutcome.Passed;
}

/// <summary>A verdict.</summary>
public enum TestOutcome
{
    /// <summary>It ran to its end, and values were equal.</summary>
    Passed,

    /// <summary>A wrong value, or an assertion that does not hold.</summary>
    Wrong,

    /// <summary>An exception.</summary>
    Raised,

    /// <summary>Over its time.</summary>
    TimedOut,

    /// <summary>The candidate's process ended, was killed at a limit, or broke the protocol.</summary>
    Died,

    /// <summary>Never run, because the program failed or died before.</summary>
    NotRun,

    /// <summary>It ran to its end without a single assertion and without a call of the program, so that it has shown nothing.</summary>
    ShowedNothing,

    /// <summary>
    /// The test itself cannot run: it does not compile, a library is missing, it lacks what it promises. The benchmark's fault, never the
    /// program's.
    /// </summary>
    CannotRun,
}
