using DiffuCoder.Datasets.Parquet;

namespace DiffuCoder.Datasets;

/// <summary>
/// Rows of files as a stream. Formats, by extension: JSON Lines (<c>.jsonl</c>, <c>.ndjson</c>, <c>.json-lines</c>, each also with <c>.gz</c>), JSON
/// (<c>.json</c>, also with <c>.gz</c>: a list of objects, or objects one after another) and Parquet (<c>.parquet</c>). Held in memory are one line
/// or row (at most 64 MiB), or one page of each column.
/// </summary>
public static class DataFiles
{
    /// <summary>
    /// Reads a file, or the files of a directory in the ordinal order of their names (not those of directories inside, and <c>.json</c> only where it
    /// holds a list).
    /// </summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="badRows">What becomes of bad rows; null: they are fatal.</param>
    /// <exception cref="DataException">At once when there is no such file; while rows are drawn when it is damaged or a bad row is fatal.</exception>
    public static IEnumerable<DataRow> Read(string path, BadRows? badRows = null) => Read([path], badRows);

    /// <summary>Reads files and directories, one after the other.</summary>
    /// <param name="paths">The files and directories.</param>
    /// <param name="badRows">What becomes of bad rows; null: they are fatal. A limit counts over all files.</param>
    /// <exception cref="DataException">At once when a file is not there; while rows are drawn when one is damaged or a bad row is fatal.</exception>
    public static IEnumerable<DataRow> Read(IEnumerable<string> paths, BadRows? badRows = null) => Records(paths, row => row, badRows);

    /// <summary>The records that a conversion makes of rows; those that it refuses are bad rows.</summary>
    internal static IEnumerable<T> Records<T>(IEnumerable<string> paths, Func<DataRow, T> convert, BadRows? badRows) =>
        (badRows ?? BadRows.Fatal).Read(Rows(DataFormats.Files(paths)), convert);

    /// <summary>The same, and what of the rows the conversion does not use is reported.</summary>
    internal static IEnumerable<T> Records<T>(string path, Func<DataRow, T> convert, BadRows? badRows, UnusedColumns? unused,
        Func<DataRow, IEnumerable<SeenColumns>> seen) =>
        Records([path], (unused ?? UnusedColumns.Warn).Watching(convert, seen), badRows);

    private static IEnumerable<RowReading> Rows(IReadOnlyList<string> files) =>
        files.SelectMany(file => DataFormats.Of(file) switch
        {
            DataFormat.Parquet => ParquetRows.Read(file),
            DataFormat.Json => JsonFileRows.Read(file),
            _ => JsonLineRows.Read(file),
        });
}
