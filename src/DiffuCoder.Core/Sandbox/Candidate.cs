namespace DiffuCoder.Sandbox;

/// <summary>An untrusted program and what it is tested with.</summary>
/// <param name="Program">The program.</param>
/// <param name="Tests">Its tests; each is judged on its own.</param>
public sealed record Candidate(string Program, IReadOnlyList<SandboxTest> Tests)
{
    /// <summary>
    /// What the program was asked to define, where that is known. These names are the program's for its tests, also where a built-in or a library
    /// has one of them; without it, every name that the tests read, define nowhere and Python does not have.
    /// </summary>
    public IReadOnlyList<string> EntryPoints { get; init; } = [];

    /// <summary>Trusted code that the tests need: run before the first test, beside the tests, never beside the program.</summary>
    public string TestSetup { get; init; } = "";

    /// <summary>Code run after the program in the program's own process (MBPP's <c>test_setup_code</c>).</summary>
    public string ProgramSetup { get; init; } = "";
}
