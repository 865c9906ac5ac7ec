using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>An answer to be repaired, and what says whether it is good.</summary>
/// <param name="Answer">A finished generation of the model; or a round of a repair.</param>
/// <param name="Checker">The checker.</param>
public sealed record RepairJob(Trajectory Answer, Checker Checker);
