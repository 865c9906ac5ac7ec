using System.Text.Encodings.Web;
using System.Text.Json;
using DiffuCoder.Checkpoints;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// EvalPlus's <c>*_eval_results.json</c>: <c>date</c>, <c>hash</c>, and under <c>eval</c> for each task its answers with <c>base_status</c>,
/// <c>plus_status</c> (null without further tests) and the arguments or tests that failed.
/// </summary>
public static class ResultsFile
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The name that EvalPlus gives the results of a file of samples.</summary>
    /// <param name="samplesFile">The file of samples.</param>
    public static string PathFor(string samplesFile)
    {
        var name = samplesFile.EndsWith(".gz", StringComparison.Ordinal) ? samplesFile[..^3] : samplesFile;
        return (name.EndsWith(".jsonl", StringComparison.Ordinal) ? name[..^6] : name) + "_eval_results.json";
    }

    /// <summary>Writes the file; an older one is replaced as a whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="benchmark">The benchmark, its tests made.</param>
    /// <param name="result">The outcome.</param>
    /// <param name="date">When it was measured.</param>
    public static void Write(string path, Benchmark benchmark, EvaluationResult result, DateTimeOffset date) =>
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, Json);
            json.WriteStartObject();
            json.WriteString("date", date.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("hash", benchmark.Sha256);
            json.WriteStartObject("eval");
            foreach (var (problem, score) in benchmark.Problems.Zip(result.Problems))
            {
                json.WriteStartArray(problem.TaskId);
                foreach (var sample in score.Samples) Write(json, problem, sample);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            WriteExcluded(json, result.Excluded);
            json.WriteEndObject();
        });

    /// <summary>Not a field of EvalPlus's: there such a problem ends the run.</summary>
    private static void WriteExcluded(Utf8JsonWriter json, IReadOnlyList<ExcludedProblem> excluded)
    {
        if (excluded.Count == 0) return;
        json.WriteStartObject("excluded");
        foreach (var problem in excluded) json.WriteString(problem.TaskId, problem.Reason);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Problem problem, SampleScore score)
    {
        json.WriteStartObject();
        json.WriteString("task_id", problem.TaskId);
        json.WriteString("solution", score.Sample.Solution);
        json.WriteString("base_status", Word(score.Base));
        json.WriteString("plus_status", score.Plus is { } plus ? Word(plus) : null);
        WriteFailed(json, "base_fail_tests", problem.BaseTests, problem.Inputs?.Base, score.Result.Tests);
        WriteFailed(json, "plus_fail_tests", problem.PlusTests, problem.Inputs?.Plus, [.. score.Result.Tests.Skip(problem.BaseTests.Count)]);
        json.WriteEndObject();
    }

    private static void WriteFailed(
        Utf8JsonWriter json, string name, IReadOnlyList<SandboxTest> tests, IReadOnlyList<string>? inputs, IReadOnlyList<TestResult> results)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < tests.Count; i++)
        {
            if (results[i].Passed) continue;
            if (inputs is not null) json.WriteRawValue(inputs[i], skipInputValidation: true); // as it was read: the check would end at a depth of 64
            else json.WriteStringValue(Shown(tests[i]));
        }
        json.WriteEndArray();
    }

    private static string Word(SampleStatus status) => status switch
    {
        SampleStatus.Pass => "pass",
        SampleStatus.Timeout => "timeout",
        _ => "fail",
    };

    private static string Shown(SandboxTest test) => test switch
    {
        SandboxTest.Equality equality => $"{equality.Expression} == {equality.Expected}",
        SandboxTest.Statements statements => statements.Code,
        SandboxTest.Check check => $"check({check.EntryPoint})",
        _ => test.ToString(),
    };
}
