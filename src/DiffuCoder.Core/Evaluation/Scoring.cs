using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>Verdicts under way. An error, or disposing of it, ends all of them.</summary>
internal sealed class Scoring : IDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly SampleScorer scorer;
    private readonly Dictionary<string, Problem> problems;
    private readonly List<Task<SampleScore>> scores = [];
    private readonly IProgress<EvaluationProgress>? progress;
    private readonly int total;
    private readonly Lock guard = new();
    private int generated, scored;
    private double writing;

    public Scoring(
        ISandbox sandbox, Benchmark benchmark, ScoringOptions options, int total, IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        scorer = new(sandbox, options, benchmark.Source);
        problems = benchmark.Problems.ToDictionary(problem => problem.TaskId);
        (this.progress, this.total) = (progress, total);
    }

    /// <summary>Cancelled when a verdict cannot be had, so that a model does not go on in vain.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Has an answer judged, unless it is to a problem that is left out.</summary>
    public void Add(Sample sample)
    {
        lock (guard) writing = Math.Max(0, writing - 1);
        Report(ref generated);
        if (problems.TryGetValue(sample.TaskId, out var problem)) scores.Add(ScoreAsync(sample, problem));
        else Report(ref scored);
    }

    /// <summary>Tells how many answers those that are being written come to.</summary>
    public void Write(double answers)
    {
        lock (guard)
        {
            writing = Math.Max(writing, answers); // rows side by side may overtake each other on the way here
            progress?.Report(Progress);
        }
    }

    /// <summary>All verdicts, in the order of the answers.</summary>
    public async Task<SampleScore[]> FinishAsync() => await Task.WhenAll(scores).ConfigureAwait(false);

    public void Dispose()
    {
        stop.Cancel();
        try
        {
            Task.WhenAll(scores).Wait();
        }
        catch (AggregateException)
        {
            // whoever waits for the verdicts has been told; here they only have to be over before their source is gone
        }
        scorer.Dispose();
        stop.Dispose();
    }

    private EvaluationProgress Progress => new(generated, scored, total) { Writing = writing };

    private async Task<SampleScore> ScoreAsync(Sample sample, Problem problem)
    {
        try
        {
            var score = await scorer.ScoreAsync(sample, problem, stop.Token).ConfigureAwait(false);
            Report(ref scored);
            return score;
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private void Report(ref int counter)
    {
        lock (guard)
        {
            counter++;
            progress?.Report(Progress);
        }
    }
}
