using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// HumanEval+ and MBPP+ (Liu et al., arXiv 2305.01210) as EvalPlus releases them. The files hold arguments only; what is right for them, the
/// canonical solution says, which <see cref="ReferenceOutputs"/> runs in the sandbox. The paper used HumanEval+ v0.1.9 or v0.1.10 and MBPP+ v0.1.0.
/// </summary>
public static class EvalPlusFile
{
    /// <summary>Where all further tests are one program.</summary>
    private static readonly TimeSpan OfAllTests = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Reads <c>HumanEvalPlus.jsonl</c>, plain or gzipped, of any release, whole, <c>Mini</c> or <c>NoExtreme</c>; also the original format
    /// (<c>OriginFmt</c>, and the form on Hugging Face), whose tests are programs that need numpy, base and further ones in one.
    /// </summary>
    /// <param name="path">One object a line with <c>task_id</c>, <c>prompt</c>, <c>entry_point</c>, <c>canonical_solution</c>, <c>base_input</c>,
    /// <c>plus_input</c>, <c>atol</c>; or with <c>task_id</c>, <c>prompt</c>, <c>entry_point</c>, <c>canonical_solution</c>, <c>test</c>.</param>
    /// <exception cref="EvaluationException">The file is damaged or another one; the message names file, line and field.</exception>
    public static Benchmark ReadHumanEval(string path) =>
        BenchmarkRows.Read(path, "HumanEval+", RequestForm.Completion, StopSequences.AfterFunction, row =>
            HasProgram(row)
                ? HumanEvalFile.WithCheck(row) with { TestTime = OfAllTests }
                : HumanEvalFile.Described(row) with { Inputs = Inputs(row) });

    /// <summary>
    /// Reads <c>MbppPlus.jsonl</c>, plain or gzipped, of any release; also the original format (<c>OriginFmt</c>, and the form on Hugging Face),
    /// whose further tests are programs that need numpy.
    /// </summary>
    /// <param name="path">One object a line with <c>task_id</c>, <c>prompt</c>, <c>entry_point</c>, <c>canonical_solution</c>, <c>base_input</c>,
    /// <c>plus_input</c>, <c>atol</c>; or with <c>task_id</c>, <c>prompt</c>, <c>code</c>, <c>test_list</c>, <c>test</c>.</param>
    /// <exception cref="EvaluationException">The file is damaged or another one; the message names file, line and field.</exception>
    public static Benchmark ReadMbpp(string path) =>
        BenchmarkRows.Read(path, "MBPP+", RequestForm.Fenced, StopSequences.AfterDescription, row =>
            row.Has("test_list") && !row.Has("base_input") ? WithPrograms(row) : WithInputs(row));

    private static Problem WithInputs(JsonRow row) => new()
    {
        TaskId = row.Text("task_id"),
        EntryPoint = row.Text("entry_point"),
        Prompt = PromptText.ToGoOnWith(row.Text("prompt")),
        StoredPrompt = row.Text("prompt"),
        Request = row.Text("prompt").Trim(),
        CanonicalSolution = row.Text("prompt") + row.Text("canonical_solution"),
        Inputs = Inputs(row),
    };

    private static Problem WithPrograms(JsonRow row)
    {
        var (code, tests) = (row.Text("code").ReplaceLineEndings("\n"), row.Texts("test_list"));
        if (tests.Count == 0) throw row.Failure("\"test_list\" is empty; a problem needs at least one test.");
        var description = $"\"\"\"\n{row.Text("prompt").Trim()}\n{tests[0].Trim()}\n\"\"\"";
        return new()
        {
            TaskId = $"Mbpp/{row.Integer("task_id")}",
            EntryPoint = MbppFile.EntryPoint(row, code, tests[0]),
            FurtherNames = MbppFile.FurtherNames(code, "", tests),
            Prompt = description + "\n",
            Request = description,
            CanonicalSolution = code,
            BaseTests = [.. tests.Select(test => new SandboxTest.Statements(test))],
            PlusTests = [new SandboxTest.Statements(row.Text("test"))],
            TestSetup = row.Has("test_imports") ? string.Join("\n", row.Texts("test_imports")) : "",
            TestTime = OfAllTests,
        };
    }

    /// <summary>
    /// The original format, which has EvalPlus's arguments in its program; that of HumanEval itself has not, and is another benchmark.
    /// </summary>
    private static bool HasProgram(JsonRow row) =>
        !row.Has("base_input") && row.Has("test") && row.Text("test").Contains("inputs = [", StringComparison.Ordinal);

    private static ReferenceInputs Inputs(JsonRow row)
    {
        if (!row.Has("base_input"))
            throw row.Failure("the field \"base_input\" is missing; this is not a file of EvalPlus's releases. Is it HumanEval itself?");
        var plus = row.ArgumentLists("plus_input", mayBeEmptyObject: true);
        var inputs = new ReferenceInputs(row.ArgumentLists("base_input"), plus, row.NumberOr("atol", 0));
        return inputs.Base.Count > 0 ? inputs : throw row.Failure("\"base_input\" is empty; a problem needs at least one test.");
    }
}
