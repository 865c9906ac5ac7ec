namespace DiffuCoder.Analysis;

/// <summary>How confidence bands are made. Immutable; every value is checked where it is set.</summary>
public sealed record BandOptions
{
    /// <summary>95 %, 1000 resamples, seed 0.</summary>
    public static BandOptions Default { get; } = new();

    /// <summary>Confidence of the band, in (0, 1); 0.95 by default.</summary>
    /// <exception cref="AnalysisException">Out of range.</exception>
    public double Confidence { get; init => field = Need.Between(0, 1, value, nameof(Confidence)); } = 0.95;

    /// <summary>Means drawn by the bootstrap, at least 100; 1000 by default.</summary>
    /// <exception cref="AnalysisException">Out of range.</exception>
    public int Resamples { get; init => field = Need.AtLeast(100, value, nameof(Resamples)); } = 1000;

    /// <summary>Where the draws come from: the same seed gives the same band.</summary>
    public long Seed { get; init; }
}
