using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>The two ways to ask BigCodeBench's problems.</summary>
public enum BigCodeBenchForm
{
    /// <summary>Code to go on with.</summary>
    Complete,

    /// <summary>A request in words.</summary>
    Instruct,
}

/// <summary>
/// BigCodeBench (Zhuo et al., arXiv 2406.15877) as JSON lines. Its tests use dozens of libraries, which
/// must be installed for the sandbox's Python, and hand objects such as data frames to and fro: a
/// sandbox that isolates tests from the candidate can judge only the problems whose values are plain.
/// </summary>
public static class BigCodeBenchFile
{
    /// <summary>Reads the file, plain or gzipped.</summary>
    /// <param name="path">One object a line with <c>task_id</c>, <c>complete_prompt</c>, <c>instruct_prompt</c>, <c>canonical_solution</c>,
    /// <c>test</c>, <c>entry_point</c>.</param>
    /// <param name="form">How the problems are asked.</param>
    /// <exception cref="EvaluationException">The file is damaged or another one; the message names file, line and field.</exception>
    public static Benchmark Read(string path, BigCodeBenchForm form)
    {
        var completes = form == BigCodeBenchForm.Complete;
        return BenchmarkRows.Read(
            path,
            completes ? "BigCodeBench-complete" : "BigCodeBench-instruct",
            completes ? RequestForm.Completion : RequestForm.Fenced,
            StopSequences.AfterFunction,
            row => Problem(row, completes));
    }

    private static Problem Problem(JsonRow row, bool completes)
    {
        var prompt = row.Text("complete_prompt");
        return new()
        {
            TaskId = row.Text("task_id"),
            EntryPoint = row.Text("entry_point"),
            Prompt = PromptText.ToGoOnWith(prompt),
            StoredPrompt = prompt,
            Request = (completes ? prompt : row.Text("instruct_prompt")).Trim(),
            CanonicalSolution = row.TextOr("code_prompt", prompt) + row.Text("canonical_solution"),
            BaseTests = [new SandboxTest.Statements(row.Text("test") + "\n\n" + PythonScripts.RunTestCases)],
            TestTime = TimeSpan.FromSeconds(60),
        };
    }
}
