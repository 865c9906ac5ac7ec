namespace DiffuCoder.Repairs;

/// <summary>A repair was asked for that cannot be done, or a checker or a policy gave what is none.</summary>
/// <param name="message">What was wrong, where, and what would be right.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class RepairException(string message, Exception? inner = null) : Exception(message, inner);
