namespace DiffuCoder.Sampling;

/// <summary>A generation was asked for that cannot be done, or the model gave what is not a distribution.</summary>
/// <param name="message">What was wrong, where, and what would be right.</param>
public sealed class SamplerException(string message) : Exception(message);
