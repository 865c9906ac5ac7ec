using DiffuCoder.Sampling;

namespace DiffuCoder.Extensions.AI;

/// <summary>What a <see cref="DiffuCoderChatClient"/> does where a request says nothing. Immutable.</summary>
public sealed record DiffuCoderChatOptions
{
    /// <summary>
    /// How an answer is sampled: strategy, schedule, blocks, cache, and all that <c>ChatOptions</c> has no word for. What <c>ChatOptions</c> says
    /// stands over it. By default the paper's.
    /// </summary>
    public SamplerOptions Sampling { get; init; } = SamplerOptions.Paper;

    /// <summary>Seed of requests that bring none; 0 by default, so that the same request has the same answer.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// How every answer begins but one in JSON; nothing by default. It is part of the answer's text. <c>EvaluationPrompt.AnswerPrefix</c> of
    /// <c>DiffuCoder.Evaluation</c> opens a block of code, as in the paper.
    /// </summary>
    public string AnswerPrefix { get; init; } = "";

    /// <summary>The name the model goes by in responses and telemetry; null: the <c>model_type</c> of its configuration.</summary>
    public string? ModelId { get; init; }
}
