namespace DiffuCoder.Checkpoints;

/// <summary>
/// A checkpoint cannot be read or written as asked. The message says what is wrong, in which file and tensor, and what would be right.
/// </summary>
/// <param name="path">The file or directory at fault.</param>
/// <param name="tensor">The tensor at fault; null when it is the file as a whole.</param>
/// <param name="problem">What is wrong and how to mend it, without the path and the tensor.</param>
/// <param name="cause">The error of the system or of libtorch behind it, if there is one.</param>
public sealed class CheckpointException(string path, string? tensor, string problem, Exception? cause = null)
    : Exception(tensor is null ? $"{path}: {problem}" : $"{path}: tensor {Quote(tensor)}: {problem}", cause)
{
    /// <summary>The file or directory at fault.</summary>
    public string Path { get; } = path;

    /// <summary>The tensor at fault; null when it is the file as a whole.</summary>
    public string? Tensor { get; } = tensor;

    /// <summary>Text of a hostile file made fit for a message: in quotes, short, control characters escaped.</summary>
    internal static string Quote(string text)
    {
        const int longest = 200;
        var shown = text.Length > longest ? text[..longest] + "…" : text;
        return $"\"{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()))}\"";
    }
}
