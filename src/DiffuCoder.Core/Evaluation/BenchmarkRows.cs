namespace DiffuCoder.Evaluation;

/// <summary>From the rows of a file to a benchmark.</summary>
internal static class BenchmarkRows
{
    /// <summary>Reads a file row by row.</summary>
    /// <exception cref="EvaluationException">The file is damaged or not of this benchmark, or names a task twice.</exception>
    public static Benchmark Read(string path, string name, RequestForm form, IReadOnlyList<string> stops, Func<JsonRow, Problem?> problemOf)
    {
        var (problems, hash) = Distinct(path, name, problemOf, problem => problem.TaskId);
        return new() { Name = name, Problems = problems, Form = form, Stops = stops, Source = Path.GetFileName(path), Sha256 = hash };
    }

    /// <summary>The problems of a file, of whatever kind, and its SHA-256.</summary>
    /// <exception cref="EvaluationException">The file is damaged or not of this benchmark, or names a task twice.</exception>
    public static (IReadOnlyList<T> Problems, string Sha256) Distinct<T>(
        string path, string name, Func<JsonRow, T?> problemOf, Func<T, string> taskOf) where T : class
    {
        var (rows, hash) = JsonLines.Read(path);
        var seen = new Dictionary<string, int>();
        var problems = new List<T>();
        foreach (var row in rows)
        {
            if (problemOf(row) is not { } problem) continue;
            var task = taskOf(problem);
            if (!seen.TryAdd(task, row.Line))
                throw row.Failure($"the task \"{task}\" stands on line {seen[task]} already; each task should stand once.");
            problems.Add(problem);
        }
        return problems.Count == 0 ? throw new EvaluationException(path, null, $"no line holds a problem of {name}.") : (problems, hash);
    }
}
