using System.Globalization;
using System.Text.RegularExpressions;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>The parts of MBPP, by task number.</summary>
public enum MbppPart
{
    /// <summary>Tasks 11 to 510: what scores are reported on.</summary>
    Test,

    /// <summary>All 974 tasks.</summary>
    All,
}

/// <summary>MBPP (Austin et al., arXiv 2108.07732) as its authors distribute it: <c>mbpp.jsonl</c>.</summary>
public static partial class MbppFile
{
    /// <summary>Summing amicable numbers below 9999 takes the reference ten seconds.</summary>
    private const int SlowTask = 123;

    /// <summary>Reads the file.</summary>
    /// <param name="path">One object a line with <c>task_id</c>, <c>text</c>, <c>code</c>, <c>test_setup_code</c>, <c>test_list</c>.</param>
    /// <param name="part">Which tasks.</param>
    /// <exception cref="EvaluationException">The file is damaged or another one; the message names file, line and field.</exception>
    public static Benchmark Read(string path, MbppPart part = MbppPart.Test) =>
        BenchmarkRows.Read(path, "MBPP", RequestForm.Fenced, StopSequences.AfterDescription, row =>
        {
            var task = row.Integer("task_id");
            return part == MbppPart.Test && task is < 11 or > 510 ? null : Problem(row, task);
        });

    private static Problem Problem(JsonRow row, int task)
    {
        var (code, tests) = (row.Text("code").ReplaceLineEndings("\n"), row.Texts("test_list"));
        if (tests.Count == 0) throw row.Failure("\"test_list\" is empty; a problem needs at least one test.");
        var description = Description(row.Text("text"), tests[0]);
        return new()
        {
            TaskId = task.ToString(CultureInfo.InvariantCulture),
            EntryPoint = EntryPoint(row, code, tests[0]),
            Prompt = description + "\n",
            Request = description,
            FurtherNames = FurtherNames(code, row.TextOr("test_setup_code", ""), tests),
            CanonicalSolution = code,
            BaseTests = [.. tests.Select(test => new SandboxTest.Statements(test))],
            ProgramSetup = row.TextOr("test_setup_code", ""),
            TestTime = task == SlowTask ? TimeSpan.FromSeconds(60) : null,
        };
    }

    /// <summary>The request and one test, which gives the name away, as a docstring: EvalPlus's form of a prompt.</summary>
    private static string Description(string text, string test) => $"\"\"\"\n{text.Trim()}\n{test.Trim()}\n\"\"\"";

    /// <summary>The first function that a test calls and the code defines.</summary>
    internal static string EntryPoint(JsonRow row, string code, string test) =>
        Call().Matches(test).Select(call => call.Groups[1].Value)
            .FirstOrDefault(name => Regex.IsMatch(code, $@"^def\s+{Regex.Escape(name)}\b", RegexOptions.Multiline))
        ?? throw row.Failure($"the first test, {test}, calls nothing that \"code\" defines; one of them is damaged.");

    /// <summary>Classes of the code and variables of the setup that tests use: an answer must have them too.</summary>
    internal static IReadOnlyList<string> FurtherNames(string code, string setup, IReadOnlyList<string> tests) =>
    [
        .. Class().Matches(code).Concat(Variable().Matches(setup)).Select(found => found.Groups[1].Value).Distinct()
            .Where(name => tests.Any(test => Regex.IsMatch(test, $@"\b{Regex.Escape(name)}\b"))),
    ];

    [GeneratedRegex(@"^class\s+([A-Za-z_]\w*)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"^([A-Za-z_]\w*)\s*=(?!=)", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\b([A-Za-z_]\w*)\s*\(")]
    private static partial Regex Call();
}
