namespace DiffuCoder.Analysis;

/// <summary>Trajectories cannot be analysed as asked: something was not recorded, there are too few, or a number makes no sense.</summary>
/// <param name="message">What was wrong, where, and what would be right.</param>
public sealed class AnalysisException(string message) : Exception(message);
