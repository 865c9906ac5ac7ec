namespace DiffuCoder.Sandbox;

/// <summary>
/// One test of a candidate. Tests are trusted code; they run in a process of their own, where the candidate's functions are proxies.
/// </summary>
public abstract record SandboxTest
{
    private protected SandboxTest() { }

    /// <summary>An expression that calls the candidate, and the value it must equal: <c>f([1, 2])</c> and <c>3</c>.</summary>
    /// <param name="Expression">A Python expression over the candidate's names.</param>
    /// <param name="Expected">A Python expression over literals; it never enters the candidate's process.</param>
    public sealed record Equality(string Expression, string Expected) : SandboxTest;

    /// <summary>Python statements that pass when they run to their end, such as <c>assert f(2) == 4</c>.</summary>
    /// <param name="Code">The statements.</param>
    public sealed record Statements(string Code) : SandboxTest;

    /// <summary>A program that defines <c>check(candidate)</c>, called with the candidate's entry point (HumanEval).</summary>
    /// <param name="Code">The program.</param>
    /// <param name="EntryPoint">The candidate's name for what is checked.</param>
    public sealed record Check(string Code, string EntryPoint) : SandboxTest;
}
