using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>
/// The sampler's options for a few masks: at the pace that they give for as many as there were at first, and no passes that only look whether nothing
/// but padding is left.
/// </summary>
internal static class RepairPace
{
    /// <summary>Steps are a multiple of it, so that answers with about as many masks go in one batch.</summary>
    private const int Grain = 8;

    /// <param name="options">The options for the whole answer.</param>
    /// <param name="tokens">The canvas.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="masked">Masks that the options were given for: those that were filled in at first.</param>
    public static SamplerOptions Of(SamplerOptions options, IReadOnlyList<int> tokens, int mask, int masked)
    {
        // steps at which nothing is due cost no pass then
        if (tokens[^1] != mask) options = options with { FinishWithStopTokens = false };
        if (!options.Remasking.IsScheduled || options.BlockLength is not null || masked == 0) return options;
        var now = tokens.Count(token => token == mask);
        var steps = (int)Math.Ceiling((double)options.Steps * now / masked);
        // an answer that was repaired before had fewer masks than may be taken out now
        var most = Math.Max(options.Steps, steps);
        if (tokens[^1] != mask && now <= masked) return options;
        return options with { Steps = Math.Min(most, (steps + Grain - 1) / Grain * Grain) };
    }
}
