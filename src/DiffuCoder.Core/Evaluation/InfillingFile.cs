using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// HumanEval-Infilling (Bavarian et al., arXiv 2207.14255; its single-line and multi-line tasks are those of Fried et al., arXiv 2204.05999) as its
/// authors distribute it: <c>HumanEval-SingleLineInfilling.jsonl.gz</c> and its siblings. A program is judged as they do: prompt, what fills the hole
/// and suffix, run with the problem's <c>check</c>.
/// </summary>
public static class InfillingFile
{
    /// <summary>Reads a file, plain or gzipped.</summary>
    /// <param name="path">
    /// One object a line with <c>task_id</c>, <c>entry_point</c>, <c>prompt</c> (before the hole), <c>suffix</c> (behind it),
    /// <c>canonical_solution</c> (what the hole was made of) and <c>test</c>.
    /// </param>
    /// <exception cref="EvaluationException">The file is damaged or another one; the message names file, line and field.</exception>
    public static InfillingBenchmark Read(string path)
    {
        var (problems, hash) = BenchmarkRows.Distinct(path, "HumanEval-Infilling", ProblemOf, problem => problem.TaskId);
        return new() { Name = "HumanEval-Infilling", Problems = problems, Source = Path.GetFileName(path), Sha256 = hash };
    }

    private static InfillingProblem ProblemOf(JsonRow row)
    {
        var (prefix, suffix, middle) = (row.Text("prompt"), row.Text("suffix"), row.Text("canonical_solution"));
        if (middle.Length == 0) throw row.Failure("the field \"canonical_solution\" is empty: there is no hole to fill.");
        var (entryPoint, whole) = (row.Text("entry_point"), prefix + middle + suffix);
        if (!whole.Contains($"def {entryPoint}(", StringComparison.Ordinal))
            throw row.Failure(
                $"the program of \"prompt\", \"canonical_solution\" and \"suffix\" does not define \"{entryPoint}\", which \"entry_point\" names.");
        var problem = new Problem
        {
            TaskId = row.Text("task_id"),
            EntryPoint = entryPoint,
            Prompt = prefix,
            Request = prefix.Trim(),
            CanonicalSolution = whole,
            BaseTests = [new SandboxTest.Check(row.Text("test"), entryPoint)],
            TestSetup = HumanEvalFile.Helpers(prefix, entryPoint),
        };
        return new(problem, prefix, middle, suffix);
    }
}
