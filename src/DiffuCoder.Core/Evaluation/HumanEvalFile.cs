using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>HumanEval (Chen et al., arXiv 2107.03374) as its authors distribute it: <c>HumanEval.jsonl.gz</c>.</summary>
public static class HumanEvalFile
{
    /// <summary>Reads the file, plain or gzipped.</summary>
    /// <param name="path">One object a line with <c>task_id</c>, <c>prompt</c>, <c>entry_point</c>, <c>canonical_solution</c>, <c>test</c>.</param>
    /// <exception cref="EvaluationException">The file is damaged or another one; the message names file, line and field.</exception>
    public static Benchmark Read(string path) =>
        BenchmarkRows.Read(path, "HumanEval", RequestForm.Completion, StopSequences.AfterFunction, WithCheck);

    /// <summary>A problem whose tests are a program that defines <c>check</c>.</summary>
    internal static Problem WithCheck(JsonRow row)
    {
        var problem = Described(row);
        return problem with
        {
            BaseTests = [new SandboxTest.Check(row.Text("test"), problem.EntryPoint)],
            TestSetup = Helpers(problem.Prompt, problem.EntryPoint),
        };
    }

    /// <summary>What HumanEval and HumanEval+ share: everything but the tests.</summary>
    internal static Problem Described(JsonRow row)
    {
        var (prompt, entryPoint) = (row.Text("prompt"), row.Text("entry_point"));
        return new()
        {
            TaskId = row.Text("task_id"),
            EntryPoint = entryPoint,
            Prompt = PromptText.ToGoOnWith(prompt),
            StoredPrompt = prompt,
            Request = prompt.Trim(),
            CanonicalSolution = prompt + row.Text("canonical_solution"),
        };
    }

    /// <summary>
    /// What a prompt defines above its function, such as the polynomial of HumanEval/32.
    /// Tests call these helpers, and a candidate must not be the one who says what they are.
    /// </summary>
    internal static string Helpers(string prompt, string entryPoint) =>
        prompt.LastIndexOf($"def {entryPoint}(", StringComparison.Ordinal) is > 0 and var at
            && prompt[..at].Contains("def ", StringComparison.Ordinal)
            ? prompt[..at]
            : "";
}
