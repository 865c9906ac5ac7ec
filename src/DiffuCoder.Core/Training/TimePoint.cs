using DiffuCoder.Analysis;

namespace DiffuCoder.Training;

/// <summary>A point of the loss against time.</summary>
/// <param name="Time">t: the probability that a token is masked, in (0, 1].</param>
/// <param name="Value">Mean cross entropy of a masked token there, in nats, with its band over rows.</param>
public sealed record TimePoint(double Time, Band Value);
