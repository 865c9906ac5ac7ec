namespace DiffuCoder.Tokenization;

/// <summary>One message of a chat.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">What is said, as plain text.</param>
/// <exception cref="ArgumentNullException">The content is null.</exception>
public sealed record ChatMessage(ChatRole Role, string Content)
{
    /// <summary>What is said, as plain text.</summary>
    public string Content { get; init => field = value ?? throw new ArgumentNullException(nameof(Content)); } =
        Content ?? throw new ArgumentNullException(nameof(Content));
}
