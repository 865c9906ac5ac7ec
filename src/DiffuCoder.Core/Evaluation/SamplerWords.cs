using DiffuCoder.Sampling;

namespace DiffuCoder.Evaluation;

/// <summary>Sampler options in words, for records that are compared.</summary>
internal static class SamplerWords
{
    public static string Of(SamplerOptions options) => FormattableString.Invariant(
            $"MaxNewTokens {options.MaxNewTokens}, Steps {options.Steps}, Temperature {options.Temperature}, TopP {options.TopP}")
        + FormattableString.Invariant($", TopK {options.TopK?.ToString() ?? "all"}, Remasking {options.Remasking}, Schedule {options.Schedule}")
        + FormattableString.Invariant($", BlockLength {options.BlockLength?.ToString() ?? "all"}, Guidance {options.Guidance}")
        + FormattableString.Invariant($", RemaskingTemperature {options.RemaskingTemperature}, Epsilon {options.Epsilon}")
        + $", StopTokens {(options.StopTokens is { } stops ? string.Join(" ", stops.Order()) : "the model's")}"
        + $", DeferStopTokens {options.DeferStopTokens}, FinishWithStopTokens {options.FinishWithStopTokens}"
        + $", MaskPrediction {options.MaskPrediction}{(options.KnownTokensOnly ? ", KnownTokensOnly" : "")}"
        + (options.Cache == Cache.None ? "" : $", Cache {options.Cache}")
        + (options.Constraint is null ? "" : $", Constraint {options.Constraint}");
}
