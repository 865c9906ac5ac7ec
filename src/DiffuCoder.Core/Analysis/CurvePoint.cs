namespace DiffuCoder.Analysis;

/// <summary>A point of a curve over trajectories.</summary>
/// <param name="At">Where: the k of AR-ness, or a position from the start of the completion.</param>
/// <param name="Value">The mean there with its band.</param>
public sealed record CurvePoint(int At, Band Value);
