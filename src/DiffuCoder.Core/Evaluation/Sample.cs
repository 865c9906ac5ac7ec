using DiffuCoder.Sampling;

namespace DiffuCoder.Evaluation;

/// <summary>One answer to one problem.</summary>
/// <param name="TaskId">The problem.</param>
/// <param name="Solution">The whole program, sanitised where that was asked for.</param>
public sealed record Sample(string TaskId, string Solution)
{
    /// <summary>Number among the answers to the problem, from 0.</summary>
    public int Index { get; init; }

    /// <summary>What the model wrote, without the prompt; null where a file does not say.</summary>
    public string? Completion { get; init; }

    /// <summary>The seed it was sampled with.</summary>
    public long? Seed { get; init; }

    /// <summary>Tokens of the completion.</summary>
    public int? Tokens { get; init; }

    /// <summary>Whether the model ended its text before the canvas did.</summary>
    public bool? Ended { get; init; }

    /// <summary>
    /// How it was written, for analyses; null for an answer that was read from a file, unless the run keeps trajectories
    /// (<see cref="EvaluationOptions.KeepTrajectories"/>).
    /// </summary>
    public Trajectory? Trajectory { get; init; }
}
