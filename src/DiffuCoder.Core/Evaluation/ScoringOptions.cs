using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>How answers are scored. Immutable; every value is checked where it is set.</summary>
public sealed record ScoringOptions
{
    /// <summary>The k of pass@k, each at least 1 and at most the answers to a problem; 1 by default.</summary>
    public IReadOnlyList<int> Ks
    {
        get;
        init => field = value.Count > 0 && value.All(k => k >= 1)
            ? [.. value.Distinct().Order()]
            : throw new EvaluationException($"Ks is [{string.Join(", ", value)}]; it must hold at least one number, and none below 1.");
    } = [1];

    /// <summary>What a candidate may use. A problem that is known to need more time gets it.</summary>
    public SandboxLimits Limits { get; init; } = new() { CandidateTime = TimeSpan.FromSeconds(60) };

    /// <summary>
    /// Wall time that a canonical solution may take on one list of arguments, and a tenth of what it may take on all of them; 60 s by default. A
    /// problem whose own solution is slower is left out, and the result says so.
    /// </summary>
    public TimeSpan ReferenceTime
    {
        get;
        init => field = value > TimeSpan.Zero && value < TimeSpan.FromHours(2)
            ? value
            : throw new EvaluationException($"ReferenceTime is {value}; it must lie between 0 and two hours.");
    } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Largest output of a canonical solution that is handed over whole, bytes, at least 1 MiB; 64 MiB by default. Of a larger one the digest is
    /// compared. Where a tolerance forbids that it is handed over all the same, up to half of what the limits allow a value.
    /// </summary>
    public long LargestOutput
    {
        get;
        init => field = value is >= 1 << 20 and <= 1 << 29
            ? value
            : throw new EvaluationException($"LargestOutput is {value}; it must lie between 1 MiB and 512 MiB.");
    } = 64 << 20;

    /// <summary>Confidence of the intervals, in (0, 1); 0.95 by default.</summary>
    public double Confidence { get; init => field = OptionCheck.Between(0, 1, value, nameof(Confidence)); } = 0.95;

    /// <summary>Means drawn by the bootstrap, at least 100; 1000 by default.</summary>
    public int Resamples { get; init => field = OptionCheck.AtLeast(100, value, nameof(Resamples)); } = 1000;

    /// <summary>Where the bootstrap's draws come from.</summary>
    public long Seed { get; init; }

    /// <summary>Candidates handed to the sandbox at once, at least 1; by default one a core.</summary>
    public int Parallel { get; init => field = OptionCheck.AtLeast(1, value, nameof(Parallel)); } = Environment.ProcessorCount;
}
