namespace DiffuCoder.Sandbox;

/// <summary>Untrusted code cannot be run safely here, or a run was asked for that cannot be done. Never the fault of a candidate.</summary>
/// <param name="message">What was wrong, and how to mend it.</param>
/// <param name="cause">What the system said.</param>
public sealed class SandboxException(string message, Exception? cause = null) : Exception(message, cause);
