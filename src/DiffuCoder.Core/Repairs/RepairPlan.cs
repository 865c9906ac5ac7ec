using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>What a round fills in of an answer.</summary>
internal sealed record RepairPlan(
    OpenRepair Repair, string Policy, IReadOnlyList<RepairSegment> Masked, Canvas Canvas, WrittenCanvas Kept, SamplerOptions Sampler, long Seed);
