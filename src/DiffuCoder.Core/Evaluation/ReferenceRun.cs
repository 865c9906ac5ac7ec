using System.Globalization;
using System.Text.Json;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// One canonical solution on all the arguments of its problem. It is trusted, and runs where programs run all the same, under limits of its own: so a
/// slow one, or one that wants all memory, costs its own problem and nothing else.
/// </summary>
internal sealed class ReferenceRun(ISandbox sandbox, ScoringOptions options)
{
    /// <summary>As EvalPlus has it.</summary>
    private const long MemoryBytes = 4L << 30;

    private const int OutputBytes = 1 << 29;

    /// <summary>How much slower than the canonical solution an answer may be: EvalPlus's factor.</summary>
    private const int Factor = 4;

    /// <summary>What a program needs before its first line, beside what the solution needed.</summary>
    private const long BytesOfPython = 512L << 20;

    private static readonly string Harness =
        string.Join("\n\n", PythonScripts.Arguments, PythonScripts.PlainValues, PythonScripts.Digest, PythonScripts.ReferenceOutputs);

    private static readonly string Judge =
        string.Join("\n\n", PythonScripts.Arguments, PythonScripts.PlainValues, PythonScripts.Compare, PythonScripts.Judge);

    /// <summary>Entry points whose outputs are not compared exactly, whatever the tolerance.</summary>
    private static readonly HashSet<string> Special =
    [
        "find_zero", "are_equivalent", "sum_div", "surface_Area", "digit_distance_nums", "similar_elements", "find_char_long",
        "common_in_nested_lists", "extract_singly", "larg_nnum", "intersection_array", "find_dissimilar", "Diff", "check_str", "text_match_three",
        "text_starta_endb",
    ];

    /// <summary>The name under which a program gives the digest of what its entry point gives.</summary>
    private const string DigestName = "_evalplus_digest";

    /// <summary>The problem with its tests made, or why there are none.</summary>
    public async Task<(Problem Problem, string? Reason)> CompleteAsync(string dataset, Problem problem, CancellationToken cancellation)
    {
        var (given, tolerance) = (problem.Inputs!, problem.Inputs!.Tolerance.ToString("R", CultureInfo.InvariantCulture));
        List<string> inputs = [.. given.Base, .. given.Plus];
        var (outputs, peak, reason) = await RunAsync(dataset, problem, inputs, cancellation).ConfigureAwait(false);
        if (reason is not null) return (problem, reason);
        List<SandboxTest> tests = [.. inputs.Zip(outputs, (input, output) => Test(problem, input, output))];
        string[] arguments = [dataset, problem.TaskId, problem.EntryPoint];
        var known = string.Join(", ", arguments.Select(PythonText.Literal));
        var complete = problem with
        {
            BaseTests = tests[..given.Base.Count],
            PlusTests = tests[given.Base.Count..],
            // a scope of its own: none of its names can be taken for one of the program's
            TestSetup = $"_evalplus = {{\"__name__\": \"evalplus\"}}\nexec({PythonText.Literal(Judge)}, _evalplus)\n"
                + $"_evalplus_judge = _evalplus[\"Judge\"]({known}, {tolerance}, {PythonText.Literal(problem.CanonicalSolution)})\n",
        };
        if (outputs.Any(output => output.Digest is not null)) complete = WithDigest(complete);
        complete = WithNeeds(complete, outputs, peak);
        return (complete, await ProbeAsync(complete, tests, outputs, cancellation).ConfigureAwait(false));
    }

    /// <summary>
    /// Why the canonical solution would not pass as an answer where its outputs are the largest: a value that is handed over takes more of time and
    /// memory than one that stays where it is.
    /// </summary>
    private async Task<string?> ProbeAsync(
        Problem problem, List<SandboxTest> tests, IReadOnlyList<ReferenceOutput> outputs, CancellationToken cancellation)
    {
        List<SandboxTest> largest = [.. outputs.Zip(tests).Where(pair => pair.First.Expected is null)
            .OrderByDescending(pair => pair.First.Digest is not null).ThenByDescending(pair => pair.First.Size).Take(2).Select(pair => pair.Second)];
        if (largest.Count == 0) return null;
        using var runner = new ProblemRunner(sandbox, options);
        var probe = problem with { BaseTests = largest, PlusTests = [] };
        var result = await runner.RunAsync(problem.CanonicalSolution, probe, cancellation).ConfigureAwait(false);
        return result.Passed
            ? null
            : $"the canonical solution, run as an answer on the arguments with the largest outputs: {BenchmarkCheck.FirstFailure(result)}";
    }

    private static SandboxTest.Statements Test(Problem problem, string input, ReferenceOutput output)
    {
        var given = PythonText.Literal(input);
        return new(output switch
        {
            { Digest: { } digest } => $"_evalplus_judge.digest({DigestName}, {given}, {PythonText.Literal(digest)})",
            { Expected: { } expected } => $"_evalplus_judge({problem.EntryPoint}, {given}, {PythonText.Literal(expected)})",
            _ => $"_evalplus_judge({problem.EntryPoint}, {given})",
        });
    }

    private static Problem WithDigest(Problem problem) => problem with
    {
        FurtherNames = [.. problem.FurtherNames, DigestName],
        ProgramSetup = $"def {DigestName}(*arguments):\n    names = {{}}\n    exec({PythonText.Literal(PythonScripts.Digest)}, names)\n"
            + $"    return names[\"digest\"]({problem.EntryPoint}(*arguments)).hex()\n",
    };

    /// <summary>Time, memory and room for values beyond the usual, where the canonical solution needs them.</summary>
    private Problem WithNeeds(Problem problem, IReadOnlyList<ReferenceOutput> outputs, long peak)
    {
        // where the tests' side computes an output again, that is part of the test's time
        var test = outputs.Max(output => Factor * output.Seconds + output.SecondsAgain);
        var all = outputs.Sum(output => Factor * output.Seconds + output.SecondsAgain);
        var (value, memory) = (2 * outputs.Max(output => output.Size) + (1 << 20), Factor / 2 * peak + BytesOfPython);
        var limits = options.Limits;
        return problem with
        {
            TestTime = test > limits.TestTime.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(test)) : problem.TestTime,
            CandidateTime = all > limits.CandidateTime.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(all)) : null,
            ValueBytes = value > limits.ValueBytes ? (int)Math.Min(value, int.MaxValue) : null,
            MemoryBytes = memory > limits.MemoryBytes ? memory : null,
        };
    }

    private async Task<(IReadOnlyList<ReferenceOutput> Outputs, long Peak, string? Reason)> RunAsync(
        string dataset, Problem problem, List<string> inputs, CancellationToken cancellation)
    {
        var request = JsonSerializer.Serialize(new
        {
            dataset,
            task_id = problem.TaskId,
            program = problem.CanonicalSolution,
            entry_point = problem.EntryPoint,
            inputs,
            seconds = options.ReferenceTime.TotalSeconds,
            largest = options.LargestOutput,
            most = Math.Max(options.LargestOutput, options.Limits.ValueBytes / 2), // sizes are estimates
            exact = problem.Inputs!.Tolerance == 0 && !Special.Contains(problem.EntryPoint),
        });
        var program = $"{Harness}\n\nreport(json.loads({PythonText.Literal(request)}))\n";
        var limits = new SandboxLimits
        {
            TestTime = Total,
            CandidateTime = Total,
            MemoryBytes = MemoryBytes,
            OutputBytes = OutputBytes,
        };
        var result = await sandbox.RunAsync(new Candidate(program, []), limits, cancellation).ConfigureAwait(false);
        return ReferenceReport.Read(result, inputs, Total);
    }

    private TimeSpan Total => options.ReferenceTime * 10;
}
