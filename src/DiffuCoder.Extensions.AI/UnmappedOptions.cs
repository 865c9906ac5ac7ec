using Microsoft.Extensions.AI;

namespace DiffuCoder.Extensions.AI;

/// <summary>Options of a request that the sampler has no counterpart for. They are refused by name, since dropping them would change what the answer
/// means.</summary>
internal static class UnmappedOptions
{
    public static void Refuse(ChatOptions asked, string? modelId)
    {
        Refuse(asked.Tools is { Count: > 0 }, nameof(asked.Tools), "the model calls none; leave them out.");
        Refuse(asked.ToolMode is RequiredChatToolMode, nameof(asked.ToolMode), "the model calls no tool, and so none can be required.");
        Refuse(asked.FrequencyPenalty is not (null or 0), nameof(asked.FrequencyPenalty), "the sampler has none; leave it out.");
        Refuse(asked.PresencePenalty is not (null or 0), nameof(asked.PresencePenalty), "the sampler has none; leave it out.");
        Refuse(asked.Reasoning is not null, nameof(asked.Reasoning), "the model has no separate reasoning; leave it out.");
        Refuse(asked.ConversationId is not null, nameof(asked.ConversationId), "this client keeps no conversation; give all messages each time.");
        Refuse(
            asked.ModelId is not null && asked.ModelId != modelId, nameof(asked.ModelId),
            $"'{asked.ModelId}' was asked for, and this client has '{modelId}'; make a client for each model.");
        foreach (var name in asked.AdditionalProperties?.Keys ?? Enumerable.Empty<string>())
            Refuse(
                true, $"{nameof(asked.AdditionalProperties)}[\"{name}\"]",
                "it has no meaning here; RawRepresentationFactory can give SamplerOptions.");
    }

    private static void Refuse(bool isAsked, string option, string reason)
    {
        if (isAsked) throw new ChatRequestException($"{nameof(ChatOptions)}.{option}", reason);
    }
}
