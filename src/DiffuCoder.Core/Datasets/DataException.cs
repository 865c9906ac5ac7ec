namespace DiffuCoder.Datasets;

/// <summary>Training data, or an option of reading it, cannot be used as asked.</summary>
public sealed class DataException : Exception
{
    /// <summary>An error without a file.</summary>
    /// <param name="message">What was wrong, and what would be right.</param>
    /// <param name="cause">What lies behind it.</param>
    public DataException(string message, Exception? cause = null) : base(message, cause) { }

    /// <summary>An error of a file as a whole. It is never skipped.</summary>
    /// <param name="file">The file or directory.</param>
    /// <param name="problem">What is wrong and what would be right, without the place.</param>
    /// <param name="cause">What lies behind it.</param>
    public DataException(string file, string problem, Exception? cause = null) : base($"{file}: {problem}", cause) => File = file;

    internal DataException(RowPlace place, string problem, Exception? cause = null)
        : base($"{place}: {problem}", cause) => (File, Row) = (place.File, place.Row);

    /// <summary>The file at fault; null when there is none.</summary>
    public string? File { get; }

    /// <summary>The row at fault, from 1 (the line, in JSON Lines); null when it is the file as a whole.</summary>
    public long? Row { get; }
}
