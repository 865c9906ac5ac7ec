namespace DiffuCoder.Distributed;

/// <summary>Some rank was cancelled, and all have agreed to give up what they were at.</summary>
internal sealed class JobCancelledException() : OperationCanceledException("Another process of the job was cancelled.");
