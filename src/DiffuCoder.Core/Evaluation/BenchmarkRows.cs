namespace DiffuCoder.Evaluation;

/// <summary>From the rows of a file to a benchmark.</summary>
internal static class BenchmarkRows
{
    /// <summary>Reads a file row by row.</summary>
    /// <exception cref="EvaluationException">The file is damaged or not of this benchmark, or names a task twice.</exception>
    public static Benchmark Read(string path, string name, RequestForm form, IReadOnlyList<string> stops, Func<JsonRow, Problem?> problemOf)
    {
        var (rows, hash) = JsonLines.Read(path);
        var seen = new Dictionary<string, int>();
        var problems = new List<Problem>();
        foreach (var row in rows)
        {
            if (problemOf(row) is not { } problem) continue;
            if (!seen.TryAdd(problem.TaskId, row.Line))
                throw row.Failure($"the task \"{problem.TaskId}\" stands on line {seen[problem.TaskId]} already; each task should stand once.");
            problems.Add(problem);
        }
        return problems.Count == 0
            ? throw new EvaluationException(path, null, $"no line holds a problem of {name}.")
            : new() { Name = name, Problems = problems, Form = form, Stops = stops, Source = Path.GetFileName(path), Sha256 = hash };
    }
}
