namespace DiffuCoder.Evaluation;

/// <summary>A benchmark, a file of samples or an option cannot be used as asked. Never the fault of a generated program.</summary>
public sealed class EvaluationException : Exception
{
    /// <summary>An error without a file.</summary>
    /// <param name="message">What was wrong, and what would be right.</param>
    /// <param name="cause">What lies behind it.</param>
    public EvaluationException(string message, Exception? cause = null) : base(message, cause) { }

    /// <summary>An error in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line, from 1; null when it is the file as a whole.</param>
    /// <param name="problem">What is wrong and what would be right, without the place.</param>
    /// <param name="cause">What lies behind it.</param>
    public EvaluationException(string file, int? line, string problem, Exception? cause = null)
        : base(line is null ? $"{file}: {problem}" : $"{file}, line {line}: {problem}", cause) => (File, Line) = (file, line);

    /// <summary>The file at fault; null when there is none.</summary>
    public string? File { get; }

    /// <summary>The line at fault, from 1; null when it is the file as a whole.</summary>
    public int? Line { get; }
}
