namespace DiffuCoder.Distributed;

/// <summary>The processes of a job cannot work together: no MPI, another MPI, or ranks that differ where they must be equal.</summary>
/// <param name="message">What is wrong, on which rank, and what would be right.</param>
/// <param name="inner">The cause, if another exception led here.</param>
public sealed class DistributedException(string message, Exception? inner = null) : Exception(message, inner);
