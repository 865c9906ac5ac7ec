namespace DiffuCoder.Constraints;

/// <summary>A constraint that cannot be read, has no text at all, or cannot be met on a canvas.</summary>
/// <param name="message">What was wrong, where, and what would be right.</param>
public sealed class ConstraintException(string message) : Exception(message);
