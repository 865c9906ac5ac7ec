namespace DiffuCoder.Analysis;

/// <summary>What a model thought of a masked position at the first step.</summary>
/// <param name="Distance">From the prompt: 0 is right beside it. For infilling, the index into the canvas.</param>
/// <param name="Confidence">As the strategy scores it.</param>
/// <param name="Entropy">In nats.</param>
public readonly record struct SinkPosition(int Distance, double Confidence, double Entropy);

/// <summary>The same over many generations.</summary>
/// <param name="Distance">From the prompt: 0 is right beside it. For infilling, the index into the canvas.</param>
/// <param name="Confidence">Mean and band, as the strategy scores it.</param>
/// <param name="Entropy">Mean and band, in nats.</param>
public sealed record SinkPoint(int Distance, Band Confidence, Band Entropy);
