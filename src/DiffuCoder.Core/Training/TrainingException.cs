namespace DiffuCoder.Training;

/// <summary>Training cannot start or go on: bad options or data, a loss that is not finite, a run directory that does not fit.</summary>
/// <param name="message">What is wrong, where (option, step, file), and what would be right.</param>
/// <param name="inner">The cause, if another exception led here.</param>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);
