using DiffuCoder.Tokenization;

namespace DiffuCoder.Datasets;

/// <summary>A chat to learn from.</summary>
/// <param name="Messages">At least two; the last is the assistant's.</param>
public sealed record Conversation(IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>Where it was read; null where it was made.</summary>
    internal RowPlace? Place { get; init; }

    /// <summary>Two conversations are the same when the same is said.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(Conversation? other) => other is not null && Messages.SequenceEqual(other.Messages);

    /// <inheritdoc/>
    public override int GetHashCode() => Messages.Aggregate(0, HashCode.Combine);
}
