using DiffuCoder.Tokenization;

namespace DiffuCoder.Datasets;

/// <summary>A chat to learn from.</summary>
/// <param name="Messages">At least one; the last is the assistant's.</param>
public sealed record Conversation(IReadOnlyList<ChatMessage> Messages);
