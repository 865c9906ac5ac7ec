using Microsoft.Extensions.Logging;

namespace DiffuCoder.Extensions.AI;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Loaded {Model} from {Directory} in {Milliseconds} ms; it computes in {Precision} on {Device}.")]
    public static partial void Loaded(ILogger logger, string model, string directory, long milliseconds, string precision, string device);

    [LoggerMessage(2, LogLevel.Debug, "Answered {InputTokens} tokens with {OutputTokens} in {Passes} passes, {Milliseconds} ms; ended by {Reason}.")]
    public static partial void Answered(ILogger logger, long inputTokens, long outputTokens, long passes, long milliseconds, string reason);
}
