using DiffuCoder.Sampling;
using Microsoft.Extensions.AI;

namespace DiffuCoder.Extensions.AI;

/// <summary>The updates of one response, which share its id.</summary>
internal sealed class Updates(string? modelId)
{
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly DateTimeOffset created = DateTimeOffset.UtcNow;

    public ChatResponseUpdate Text(string text, SamplingStep? step) => Of(new TextContent(text), step);

    public ChatResponseUpdate End(ChatFinishReason reason, long input, long output, long passes)
    {
        var usage = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            AdditionalCounts = new() { ["passes"] = passes },
        };
        var update = Of(new UsageContent(usage), null);
        update.FinishReason = reason;
        return update;
    }

    private ChatResponseUpdate Of(AIContent content, SamplingStep? step) => new(ChatRole.Assistant, [content])
    {
        ResponseId = id,
        MessageId = id,
        ModelId = modelId,
        CreatedAt = created,
        RawRepresentation = step,
    };
}
