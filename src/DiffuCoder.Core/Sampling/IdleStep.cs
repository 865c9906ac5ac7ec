namespace DiffuCoder.Sampling;

/// <summary>
/// A step at which the schedule commits nothing, of which there are many when <see cref="SamplerOptions.Steps"/> is more than there is to reveal.
/// It asks nothing of the model, which changes no result: every draw belongs to its step.
/// </summary>
internal static class IdleStep
{
    /// <summary>Nothing is committed, and nobody looks at the prediction.</summary>
    public static bool Is(RevealContext context, DecodingRow row, int step, SamplerOptions options, SamplerHooks hooks) =>
        options.Remasking.IsIdle(context) && hooks.Logits is null && !options.RecordsAt(step) && !MayFinish(row, options);

    // with a temperature the same canvas may be completed by the next draws, without one only after it has changed
    private static bool MayFinish(DecodingRow row, SamplerOptions options) =>
        options.FinishWithStopTokens && (options.Temperature > 0 || row.BlockStep == 0 || row.HasChanged);
}
