using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>How answers are repaired. Immutable; every value is checked where it is set.</summary>
public sealed record RepairOptions
{
    /// <summary>Rounds of masking and decoding at most, at least 1.</summary>
    public int Rounds { get; init => field = RepairCheck.AtLeast(1, value, nameof(Rounds)); } = 32;

    /// <summary>
    /// What is masked, in turn: the first round takes the first, the one after the last the first again. One that does not apply gives way to the
    /// next.
    /// </summary>
    public IReadOnlyList<RepairPolicy> Policies
    {
        get;
        init => field = value.Count > 0 ? value : throw new RepairException("There is no policy that says what to mask; give at least one.");
    } = [RepairPolicy.Suffix(2), RepairPolicy.Widening().WithRoom(2), RepairPolicy.LeastConfident(0.3), RepairPolicy.Everything];

    /// <summary>How masks are decoded in the first round; null: as the answer was. Later ones are hotter (<see cref="Warming"/>).</summary>
    public SamplerOptions? Sampler { get; init; }

    /// <summary>
    /// What every round after the first adds to the sampler's temperature, 0 or more, up to <see cref="Hottest"/>: at a low one most masks are filled
    /// in as they were before. 0: every round as the first.
    /// </summary>
    public double Warming { get; init => field = RepairCheck.NotNegative(value, nameof(Warming)); } = 0.2;

    /// <summary>The highest temperature that warming leads to.</summary>
    public const double Hottest = 1.2;

    /// <summary>Answers decoded together, at least 1.</summary>
    public int BatchSize { get; init => field = RepairCheck.AtLeast(1, value, nameof(BatchSize)); } = 40;

    /// <summary>How a round is decoded.</summary>
    /// <param name="answered">How the answer was.</param>
    /// <param name="round">The round, from 0.</param>
    internal SamplerOptions SamplerOf(SamplerOptions answered, int round)
    {
        var given = Sampler ?? answered;
        return given with { Temperature = Math.Max(given.Temperature, Math.Min(Hottest, given.Temperature + round * Warming)) };
    }
}
