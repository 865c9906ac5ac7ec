using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>How answers are repaired. Immutable; every value is checked where it is set.</summary>
public sealed record RepairOptions
{
    /// <summary>Rounds of masking and decoding at most, at least 1.</summary>
    public int Rounds { get; init => field = RepairCheck.AtLeast(1, value, nameof(Rounds)); } = 4;

    /// <summary>
    /// What is masked, in turn: the first round takes the first, the one after the last the first again. One that does not apply gives way to the
    /// next.
    /// </summary>
    public IReadOnlyList<RepairPolicy> Policies
    {
        get;
        init => field = value.Count > 0 ? value : throw new RepairException("There is no policy that says what to mask; give at least one.");
    } = [RepairPolicy.Suffix(2), RepairPolicy.Widening().WithRoom(2), RepairPolicy.LeastConfident(0.3)];

    /// <summary>How masks are decoded; null: as the answer was.</summary>
    public SamplerOptions? Sampler { get; init; }

    /// <summary>Answers decoded together, at least 1.</summary>
    public int BatchSize { get; init => field = RepairCheck.AtLeast(1, value, nameof(BatchSize)); } = 40;
}
