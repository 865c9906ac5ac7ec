namespace DiffuCoder.Sampling;

/// <summary>How the lengths of holes are chosen.</summary>
public sealed record HoleOptions
{
    /// <summary>By the mean pseudo-log-likelihood, among at most 64 combinations, 32 of them sampled together.</summary>
    public static HoleOptions Default { get; } = new();

    /// <summary>What is best.</summary>
    public HoleScore Score { get; init; } = HoleScore.Default;

    /// <summary>How scores of different lengths are compared.</summary>
    public LengthPrior Prior { get; init; } = LengthPrior.Mean;

    /// <summary>Combinations of lengths that are allowed, 1 or more: each is a generation.</summary>
    public int MostCandidates { get; init => field = Check.AtLeast(1, value, nameof(MostCandidates)); } = 64;

    /// <summary>Candidates sampled together, 1 or more; results do not depend on it.</summary>
    public int Together { get; init => field = Check.AtLeast(1, value, nameof(Together)); } = 32;
}
