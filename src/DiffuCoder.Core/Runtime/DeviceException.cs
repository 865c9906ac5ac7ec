namespace DiffuCoder.Runtime;

/// <summary>A device was asked for that is not there, or libtorch could not be loaded.</summary>
/// <param name="message">What was asked for, what is there, and what to do.</param>
public sealed class DeviceException(string message) : Exception(message);
