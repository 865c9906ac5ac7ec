namespace DiffuCoder.Extensions.AI;

/// <summary>A request asks for what a masked diffusion model of code has no answer to. Nothing was generated.</summary>
/// <param name="subject">The option or content that cannot be honoured, by its name in Microsoft.Extensions.AI.</param>
/// <param name="message">What was asked, and what would do.</param>
public sealed class ChatRequestException(string subject, string message) : NotSupportedException($"{subject}: {message}")
{
    /// <summary>The option or content that cannot be honoured, such as <c>ChatOptions.Tools</c>.</summary>
    public string Subject => subject;
}
