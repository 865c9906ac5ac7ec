using DiffuCoder.Tokenization;
using Given = Microsoft.Extensions.AI;

namespace DiffuCoder.Extensions.AI;

/// <summary>Messages of Microsoft.Extensions.AI as those of the tokenizer.</summary>
internal static class ChatMessages
{
    public static IReadOnlyList<ChatMessage> Of(IEnumerable<Given.ChatMessage> messages, string? instructions)
    {
        ChatMessage[] said = [.. messages.Select(Of)];
        if (string.IsNullOrEmpty(instructions)) return said;
        // a template takes one frame, the first message
        return said is [{ Role: ChatRole.System } frame, .. var rest]
            ? [frame with { Content = $"{instructions}\n{frame.Content}" }, .. rest]
            : [new(ChatRole.System, instructions), .. said];
    }

    private static ChatMessage Of(Given.ChatMessage message)
    {
        foreach (var content in message.Contents)
            if (content is not (Given.TextContent or Given.UsageContent))
                throw new ChatRequestException(content.GetType().Name, "the model reads text only; give it as TextContent.");
        return new(RoleOf(message.Role), string.Concat(message.Contents.OfType<Given.TextContent>().Select(content => content.Text)));
    }

    private static ChatRole RoleOf(Given.ChatRole role) =>
        role == Given.ChatRole.System ? ChatRole.System
        : role == Given.ChatRole.User ? ChatRole.User
        : role == Given.ChatRole.Assistant ? ChatRole.Assistant
        : throw new ChatRequestException($"ChatRole \"{role}\"", "the chats of these models know system, user and assistant.");
}
