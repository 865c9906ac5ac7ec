namespace DiffuCoder.Models;

/// <summary>A model's configuration or input cannot be used as it is.</summary>
/// <param name="message">What was wrong, where, and what would be right.</param>
/// <param name="cause">What lies behind it.</param>
public sealed class ModelException(string message, Exception? cause = null) : Exception(message, cause);
