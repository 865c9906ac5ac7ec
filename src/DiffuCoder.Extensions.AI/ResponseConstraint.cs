using DiffuCoder.Constraints;
using Microsoft.Extensions.AI;

namespace DiffuCoder.Extensions.AI;

/// <summary>The format that a request wants of its answer, as what holds the sampler to it.</summary>
internal static class ResponseConstraint
{
    private const string AnyObject = """{"type":"object"}""";

    /// <summary>Null for text; an object of any members for JSON; what a schema states where there is one.</summary>
    /// <exception cref="ChatRequestException">The schema states what is not supported, or the format is of another kind.</exception>
    public static Constraint? Of(ChatResponseFormat format)
    {
        try
        {
            return format switch
            {
                ChatResponseFormatText => null,
                ChatResponseFormatJson json => Constraint.Json(json.Schema is { } schema ? schema.GetRawText() : AnyObject),
                _ => throw Refused($"{format.GetType()} is neither text nor JSON."),
            };
        }
        catch (ConstraintException unusable)
        {
            throw Refused(unusable.Message);
        }
    }

    private static ChatRequestException Refused(string reason) =>
        new($"{nameof(ChatOptions)}.{nameof(ChatOptions.ResponseFormat)}", reason);
}
