using DiffuCoder.Sampling;

namespace DiffuCoder.Evaluation;

/// <summary>How a model is evaluated. Immutable; every value is checked where it is set.</summary>
public sealed record EvaluationOptions
{
    /// <summary>How answers are sampled. The paper's setting by default.</summary>
    public SamplerOptions Sampler { get; init; } = SamplerOptions.Paper;

    /// <summary>How the model is asked; a conversation by default, a completion for base models.</summary>
    public PromptKind Prompting { get; init; } = PromptKind.Chat;

    /// <summary>Answers to each problem, at least 1. 1 by default; as many as the largest k of <see cref="ScoringOptions.Ks"/>, or more.</summary>
    public int Samples { get; init => field = OptionCheck.AtLeast(1, value, nameof(Samples)); } = 1;

    /// <summary>
    /// Answers sampled together, at least 1; 8 by default. Results do not depend on it, but for the last bits where a large model in bfloat16 reads
    /// them as one batch: it rounds by the shape of its products.
    /// </summary>
    public int BatchSize { get; init => field = OptionCheck.AtLeast(1, value, nameof(BatchSize)); } = 8;

    /// <summary>Where every draw comes from: an answer's own seed is derived from this one, its task's name and its number.</summary>
    public long Seed { get; init; }

    /// <summary>Whether answers are reduced to the part that is a program and that the entry point needs; true by default.</summary>
    public bool Sanitize { get; init; } = true;

    /// <summary>
    /// What sanitising keeps: all that the entry point can tell from its absence by default; EvalPlus's rule for scores to compare with published
    /// ones.
    /// </summary>
    public SanitizeRule SanitizeRule { get; init; } = SanitizeRule.Conservative;

    /// <summary>The share of the problems that this process answers; null: all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>
    /// Whether the run's directory keeps how answers were written, in <c>trajectories.jsonl</c>, some ten kilobytes each, so that a run that went on
    /// after an interruption, or a finished one that is read again, can be analysed too; false by default.
    /// </summary>
    public bool KeepTrajectories { get; init; }

    /// <summary>How answers are scored.</summary>
    public ScoringOptions Scoring { get; init; } = new();
}
