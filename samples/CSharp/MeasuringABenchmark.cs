using System.Globalization;
using DiffuCoder.Evaluation;
using DiffuCoder.Models;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Samples;

/// <summary>Measuring a model on a benchmark; the benchmark's original file is read with <c>HumanEvalFile.Read</c> and its like.</summary>
public static class MeasuringABenchmark
{
    /// <summary>Answers every problem, runs the answers, and writes down pass@k. Called again after an interruption, it goes on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="benchmark">The problems.</param>
    /// <param name="sandbox">Where answers are run.</param>
    /// <param name="options">How it is measured.</param>
    /// <param name="directory">Where answers, verdicts and the manifest go.</param>
    /// <param name="output">Where to write the scores.</param>
    public static async Task RunAsync(
        MaskedLanguageModel model, Benchmark benchmark, ISandbox sandbox, EvaluationOptions options, string directory, TextWriter output)
    {
        var result = await new Evaluator(sandbox).RunAsync(model, benchmark, options, directory).ConfigureAwait(false);
        foreach (var score in result.Base)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{result.Benchmark}, pass@{score.K}: {score.Value:P1} ({score.Interval.Low:P1} to {score.Interval.High:P1})")).ConfigureAwait(false);
        foreach (var problem in result.Problems)
            await output.WriteLineAsync($"{problem.TaskId}: {problem.BaseCorrect} of {problem.Samples.Count}").ConfigureAwait(false);
    }
}
