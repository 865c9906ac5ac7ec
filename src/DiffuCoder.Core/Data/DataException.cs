namespace DiffuCoder.Data;

/// <summary>A file of training data cannot be used as asked.</summary>
public sealed class DataException : Exception
{
    /// <summary>An error in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="row">The line or row, from 1; null when it is the file as a whole.</param>
    /// <param name="problem">What is wrong and what would be right, without the place.</param>
    /// <param name="cause">What lies behind it.</param>
    public DataException(string file, long? row, string problem, Exception? cause = null)
        : base(row is null ? $"{file}: {problem}" : $"{file}, row {row}: {problem}", cause) => (File, Row) = (file, row);

    /// <summary>The file at fault.</summary>
    public string File { get; }

    /// <summary>The line or row at fault, from 1; null when it is the file as a whole.</summary>
    public long? Row { get; }
}
