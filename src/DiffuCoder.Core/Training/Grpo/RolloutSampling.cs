using DiffuCoder.Sampling;

namespace DiffuCoder.Training.Grpo;

/// <summary>How completions are sampled, in words that resuming compares.</summary>
internal static class RolloutSampling
{
    /// <summary>
    /// The options as their record prints them, without a constraint, a cache and its measurement where none is used: a run begun before there
    /// were any can go on.
    /// </summary>
    /// <param name="options">The options.</param>
    public static string Words(SamplerOptions options)
    {
        var words = options.ToString();
        if (!options.RecordProbabilities)
            words = words.Replace($", {nameof(SamplerOptions.RecordProbabilities)} = {false}", "", StringComparison.Ordinal);
        if (options.Constraint is null) words = words.Replace($", {nameof(SamplerOptions.Constraint)} = ", "", StringComparison.Ordinal);
        if (options.Cache == Cache.None) words = words.Replace($", {nameof(SamplerOptions.Cache)} = {Cache.None}", "", StringComparison.Ordinal);
        return options.DriftEvery is null ? words.Replace($", {nameof(SamplerOptions.DriftEvery)} = ", "", StringComparison.Ordinal) : words;
    }

    /// <summary>Refuses a correction of what nothing measures.</summary>
    /// <exception cref="TrainingException">There is no cache, or its drift is not measured.</exception>
    public static void RequireMeasured(GrpoOptions options)
    {
        if (options.RolloutCorrection is not { } cap) return;
        var set = FormattableString.Invariant($"{nameof(GrpoOptions.RolloutCorrection)} is {cap}");
        var off = $"or {nameof(GrpoOptions.RolloutCorrection)} to null";
        if (options.Sampling.Cache == Cache.None)
            throw new TrainingException(
                $"{set}, but completions are sampled without a cache, so that there is nothing to correct; set {nameof(SamplerOptions.Cache)} and "
                + $"{nameof(SamplerOptions.DriftEvery)} of {nameof(GrpoOptions.Sampling)}, {off}.");
        if (options.Sampling.DriftEvery is null)
            throw new TrainingException(
                $"{set}, but no step measures how far the cache is from the model; set {nameof(SamplerOptions.DriftEvery)} of "
                + $"{nameof(GrpoOptions.Sampling)} (1: every step), {off}.");
    }
}
