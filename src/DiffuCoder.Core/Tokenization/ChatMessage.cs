namespace DiffuCoder.Tokenization;

/// <summary>One message of a chat.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">What is said, as plain text.</param>
public sealed record ChatMessage(ChatRole Role, string Content);
