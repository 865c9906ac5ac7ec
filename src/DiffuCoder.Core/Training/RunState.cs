namespace DiffuCoder.Training;

/// <summary>What a run carries from step to step beside weights and moments.</summary>
internal sealed record RunState
{
    /// <summary>Optimiser steps done.</summary>
    public long Step { get; init; }

    /// <summary>Real tokens read so far.</summary>
    public long Tokens { get; init; }

    /// <summary>The best value of the run's measure so far; null where there is none yet.</summary>
    public double? Best { get; init; }

    /// <summary>Means since the last log line, by name.</summary>
    public IReadOnlyDictionary<string, Mean> Pending { get; init; } = new Dictionary<string, Mean>();

    /// <summary>Length of metrics.jsonl at this step.</summary>
    public long MetricsBytes { get; init; }

    /// <summary>Length of completions.jsonl at this step.</summary>
    public long CompletionsBytes { get; init; }

    /// <summary>The state after one more step.</summary>
    public RunState After(StepOutcome outcome) => this with
    {
        Step = Step + 1,
        Tokens = Tokens + outcome.Tokens,
        // not every step measures everything
        Pending = Pending.Concat(outcome.Measures).GroupBy(m => m.Key)
            .ToDictionary(m => m.Key, m => m.Select(part => part.Value).Aggregate((sum, part) => sum + part)),
    };
}

/// <summary>What one step did.</summary>
internal sealed record StepOutcome(IReadOnlyDictionary<string, Mean> Measures, double LearningRate, double GradientNorm, long Tokens)
{
    /// <summary>Lines for <c>completions.jsonl</c>, JSON.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];
}
