using System.Text.Json;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// The two rewards of the paper (section 5), measured in the sandbox: 2.0 times the share of tests that pass, and 0.5 times the
/// format. The paper states the format's values as 0.5, 0.25 and 0, the release as 1, 0.5 and 0 with the weight 0.5: the same sum.
/// </summary>
public static class CodeRewards
{
    // as the release: the block is stripped first, and only parsed
    private const string SyntaxScript = """
        import ast

        def answer(code):
            try:
                ast.parse(code.strip())
                return True
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return False
        """;

    /// <summary>Both, with the paper's weights.</summary>
    /// <param name="sandbox">Where programs are tested.</param>
    /// <param name="limits">What a program may use; null: the defaults.</param>
    public static IReadOnlyList<Reward> Paper(ISandbox sandbox, SandboxLimits? limits = null) =>
        [PassRate(sandbox, 2.0, limits), Format(sandbox, 0.5)];

    /// <summary>1 for an answer of one Python block that parses, 0.5 where it does not parse, 0 for another form.</summary>
    /// <param name="sandbox">Where it is parsed.</param>
    /// <param name="weight">Weight in the sum.</param>
    public static Reward Format(ISandbox sandbox, double weight = 0.5) => new("format", weight, async (rollout, cancellation) =>
        !CodeAnswer.HasForm(rollout.Text) ? 0
        : await Parses(sandbox, CodeAnswer.Code(rollout.Text), cancellation).ConfigureAwait(false) ? 1
        : 0.5);

    /// <summary>
    /// The share of the task's tests that pass, of those that can run at all; 0 and nothing run where the format is not right, null for a task
    /// without such tests.
    /// </summary>
    /// <param name="sandbox">Where the program runs.</param>
    /// <param name="weight">Weight in the sum.</param>
    /// <param name="limits">What it may use; null: the defaults.</param>
    public static Reward PassRate(ISandbox sandbox, double weight = 2.0, SandboxLimits? limits = null) =>
        new("pass rate", weight, async (rollout, cancellation) =>
    {
        if (rollout.Task.Tests.Count == 0) return null;
        if (!CodeAnswer.HasForm(rollout.Text)) return 0;
        var code = CodeAnswer.Code(rollout.Text);
        if (!await Parses(sandbox, code, cancellation).ConfigureAwait(false)) return 0;
        var result = await sandbox.RunAsync(new(code, rollout.Task.Tests), limits, cancellation).ConfigureAwait(false);
        var able = result.Tests.Count(test => test.Outcome != TestOutcome.CannotRun); // a broken test is the data's fault
        return able == 0 ? null : result.Tests.Count(test => test.Passed) / (double)able;
    });

    private static async Task<bool> Parses(ISandbox sandbox, string code, CancellationToken cancellation) =>
        await sandbox.AskAsync(SyntaxScript, JsonSerializer.Serialize(code), cancellation).ConfigureAwait(false) == "true";
}
