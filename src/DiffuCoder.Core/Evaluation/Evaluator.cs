using System.Security.Cryptography;
using System.Text;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>Measures models on benchmarks, and scores files of answers.</summary>
/// <param name="sandbox">Where answers are run.</param>
/// <param name="time">The clock of dates and durations; null: the system's.</param>
/// <example><code>
/// var evaluator = new Evaluator(sandbox);
/// var options = new EvaluationOptions { Samples = 10, Scoring = new() { Ks = [1, 10] } };
/// var result = await evaluator.RunAsync(model, HumanEvalFile.Read("HumanEval.jsonl.gz"), options, "runs/humaneval");
/// </code></example>
public sealed class Evaluator(ISandbox sandbox, TimeProvider? time = null)
{
    private readonly TimeProvider clock = time ?? TimeProvider.System;

    /// <summary>
    /// Answers a benchmark with a model and scores the answers. Every finished answer is appended to <c>samples.jsonl</c>; a run that was ended
    /// goes on where it stopped. At the end <c>samples_eval_results.json</c> (EvalPlus's layout) and <c>manifest.json</c> stand beside it.
    /// </summary>
    /// <param name="model">A masked diffusion model with a tokenizer.</param>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="options">How it is evaluated.</param>
    /// <param name="directory">The run's directory, made if it is not there.</param>
    /// <param name="progress">Told after every step, every answer and every verdict; null: nobody.</param>
    /// <param name="cancellation">Ends the run; what is finished is kept.</param>
    /// <exception cref="EvaluationException">
    /// The directory holds another run, options contradict each other, the benchmark is damaged, or its tests cannot run.
    /// </exception>
    /// <exception cref="Sampling.SamplerException">The model cannot be sampled so, or a prompt is too long for it.</exception>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<EvaluationResult> RunAsync(
        MaskedLanguageModel model, Benchmark benchmark, EvaluationOptions options, string directory,
        IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default) =>
        RunAsync(new SampledAnswers(model, benchmark.Form, options), benchmark, options, directory, progress, _ => { }, cancellation);

    /// <summary>Scores a file of answers, whoever wrote it, and writes the results in EvalPlus's layout and a manifest beside it.</summary>
    /// <param name="samplesFile">EvalPlus's <c>samples.jsonl</c>, with an answer to every task of the benchmark.</param>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="options">How answers are scored.</param>
    /// <param name="progress">Told after every verdict; null: nobody.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="EvaluationException">
    /// The file is damaged, lacks tasks, has unknown ones, or fewer answers than some k; or the benchmark's tests cannot run.
    /// </exception>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<EvaluationResult> ScoreAsync(
        string samplesFile, Benchmark benchmark, ScoringOptions options,
        IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default)
    {
        var began = clock.GetUtcNow();
        var environment = await SandboxEnvironment.OfAsync(sandbox, cancellation).ConfigureAwait(false);
        var samples = SamplesFile.Read(samplesFile, benchmark);
        Totals.Require(options.Ks, samples.CountBy(sample => sample.TaskId).Min(count => count.Value), "a task of the file");
        var (complete, result) = await JudgeAsync(samples, benchmark, options, progress, cancellation).ConfigureAwait(false);
        var results = ResultsFile.PathFor(samplesFile);
        var manifest = results.Replace("_eval_results.json", "_manifest.json", StringComparison.Ordinal);
        Write(samplesFile, results, manifest, null, null, complete, options, environment, began, result);
        return result;
    }

    /// <summary>
    /// Makes one run of the finished shards of a benchmark (<see cref="EvaluationOptions.Shard"/>): the files of one process that did all, whose
    /// answers are judged here once more.
    /// </summary>
    /// <param name="shards">The directories of all shards, in any order.</param>
    /// <param name="benchmark">The whole benchmark.</param>
    /// <param name="options">The options that the shards were begun with.</param>
    /// <param name="directory">Where the run's files go; made if it is not there.</param>
    /// <param name="progress">Told after every verdict; null: nobody.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="EvaluationException">
    /// A shard is missing, there twice, not finished, or of another run; or the directory holds another run; or tests of the benchmark cannot run.
    /// </exception>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<EvaluationResult> MergeAsync(
        IReadOnlyList<string> shards, Benchmark benchmark, EvaluationOptions options, string directory,
        IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default)
    {
        var began = clock.GetUtcNow();
        var environment = await SandboxEnvironment.OfAsync(sandbox, cancellation).ConfigureAwait(false);
        Totals.Require(options.Scoring.Ks, options.Samples, "each problem");
        var record = ShardMerge.Write(shards, benchmark, options, directory);
        var path = Path.Combine(directory, "samples.jsonl");
        var samples = SamplesFile.Read(path, benchmark);
        using var written = options.KeepTrajectories ? new TrajectoryLog(directory, samples) : null;
        samples = written?.Samples ?? samples;
        var (complete, result) = await JudgeAsync(samples, benchmark, options.Scoring, progress, cancellation).ConfigureAwait(false);
        var manifest = Path.Combine(directory, "manifest.json");
        Write(path, ResultsFile.PathFor(path), manifest, record, options.BatchSize, complete, options.Scoring, environment, began, result);
        return result;
    }

    internal async Task<EvaluationResult> RunAsync(
        IAnswers answers, Benchmark benchmark, EvaluationOptions options, string directory,
        IProgress<EvaluationProgress>? progress, Action<int> appended, CancellationToken cancellation)
    {
        var began = clock.GetUtcNow();
        Totals.Require(options.Scoring.Ks, options.Samples, "each problem");
        var environment = await SandboxEnvironment.OfAsync(sandbox, cancellation).ConfigureAwait(false);
        var record = RunRecord.Of(benchmark, options, answers);
        benchmark = options.Shard?.Of(benchmark) ?? benchmark;
        RunRecord.Begin(directory, record);
        var path = Path.Combine(directory, "samples.jsonl");
        List<(Problem Problem, int Index)> order = [
            .. benchmark.Problems.SelectMany(problem => Enumerable.Range(0, options.Samples).Select(index => (problem, index)))];
        using var log = new SampleLog(path, order, appended);
        using var written = options.KeepTrajectories ? new TrajectoryLog(directory, log.Samples) : null;
        var complete = await BenchmarkPreparation.PrepareAsync(sandbox, benchmark, options.Scoring, cancellation).ConfigureAwait(false);
        using var scoring = new Scoring(sandbox, complete, options.Scoring, order.Count, progress, cancellation);
        try
        {
            foreach (var sample in written?.Samples ?? log.Samples) scoring.Add(sample);
            foreach (var batch in order.Skip(log.Samples.Count).Chunk(options.BatchSize).ToList())
            {
                // verdicts on earlier answers are found while the model writes the next
                foreach (var sample in await SampleAsync(answers, batch, benchmark, options, scoring).ConfigureAwait(false))
                {
                    written?.Append(sample);
                    log.Append(sample);
                    scoring.Add(sample);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await scoring.FinishAsync().ConfigureAwait(false); // a verdict could not be had: its error is the reason
            throw;
        }
        log.Dispose();
        var result = Totals.Of(complete, await scoring.FinishAsync().ConfigureAwait(false), options.Scoring);
        var manifest = Path.Combine(directory, "manifest.json");
        Write(path, ResultsFile.PathFor(path), manifest, record, options.BatchSize, complete, options.Scoring, environment, began, result);
        return result;
    }

    private async Task<(Benchmark Complete, EvaluationResult Result)> JudgeAsync(
        IReadOnlyList<Sample> samples, Benchmark benchmark, ScoringOptions options, IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation)
    {
        var complete = await BenchmarkPreparation.PrepareAsync(sandbox, benchmark, options, cancellation).ConfigureAwait(false);
        using var scoring = new Scoring(sandbox, complete, options, samples.Count, progress, cancellation);
        foreach (var sample in samples) scoring.Add(sample);
        return (complete, Totals.Of(complete, await scoring.FinishAsync().ConfigureAwait(false), options));
    }

    private async Task<Sample[]> SampleAsync(
        IAnswers answers, (Problem Problem, int Index)[] batch, Benchmark benchmark, EvaluationOptions options, Scoring scoring)
    {
        var cancellation = scoring.Stop;
        (Problem Problem, long Seed)[] asked = [.. batch.Select(one => (one.Problem, SeedOf(options.Seed, one.Problem, one.Index)))];
        var written = await Task.Run(() => answers.Answer(asked, scoring.Write, cancellation), cancellation).ConfigureAwait(false);
        var sanitizer = new Sanitizer(sandbox, options.SanitizeRule);
        return await Task.WhenAll(batch.Select(async (one, i) =>
        {
            var program = AnswerText.Program(written[i].Text, one.Problem, options.Prompting, benchmark.Stops);
            var solution = options.Sanitize ? await sanitizer.SanitizeAsync(program, one.Problem, cancellation).ConfigureAwait(false) : program;
            return new Sample(one.Problem.TaskId, solution)
            {
                Index = one.Index,
                Completion = written[i].Text,
                Seed = asked[i].Seed,
                Tokens = written[i].Tokens,
                Ended = written[i].Ended,
                Trajectory = written[i].Trajectory,
            };
        })).ConfigureAwait(false);
    }

    /// <summary>An answer's own seed: of the task's name and not its place, so that a part of a benchmark gives the answers of the whole.</summary>
    private static long SeedOf(long seed, Problem problem, int index) =>
        new RandomSource(seed).Derive(BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(problem.TaskId))), index).Seed;

    private void Write(
        string samples, string results, string manifest, IReadOnlyDictionary<string, string>? record, int? batchSize,
        Benchmark benchmark, ScoringOptions options, SandboxEnvironment environment, DateTimeOffset began, EvaluationResult result)
    {
        var now = clock.GetUtcNow();
        ResultsFile.Write(results, benchmark, result, now);
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(samples)));
        Manifest.Write(manifest, record, batchSize, benchmark, options, (sandbox.Description, environment), hash, (began, now), result);
    }
}
