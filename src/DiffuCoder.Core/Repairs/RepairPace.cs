using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>
/// The sampler's options for a few masks: at the pace that they give for all that was written, and no passes that only look whether nothing but
/// padding is left.
/// </summary>
internal static class RepairPace
{
    /// <summary>Steps are a multiple of it, so that answers with about as many masks go in one batch.</summary>
    private const int Grain = 8;

    /// <param name="options">The options for the whole answer.</param>
    /// <param name="tokens">The canvas.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="written">Positions that were written at first.</param>
    public static SamplerOptions Of(SamplerOptions options, IReadOnlyList<int> tokens, int mask, int written)
    {
        // steps at which nothing is due cost no pass then
        if (tokens[^1] != mask) return options with { FinishWithStopTokens = false };
        if (!options.Remasking.IsScheduled || options.BlockLength is not null) return options;
        var steps = (int)Math.Ceiling((double)options.Steps * tokens.Count(token => token == mask) / written);
        return options with { Steps = Math.Min(options.Steps, (steps + Grain - 1) / Grain * Grain) };
    }
}
