namespace DiffuCoder.Datasets;

/// <summary>
/// What becomes of a row that cannot be read, or lacks what a record needs. Errors of a whole file (missing, cut off, damaged) are never skipped.
/// </summary>
public sealed class BadRows
{
    private readonly Action<DataException>? report;
    private readonly long most;

    private BadRows(Action<DataException>? report, long most) => (this.report, this.most) = (report, most);

    /// <summary>The first bad row ends the reading with its error. The default.</summary>
    public static BadRows Fatal { get; } = new(null, 0);

    /// <summary>Bad rows are left out.</summary>
    /// <param name="report">Told of each, with its file and row.</param>
    /// <param name="most">How many a single pass over the data may leave out before it ends with an error; at least 0.</param>
    /// <exception cref="DataException"><paramref name="most"/> is below 0.</exception>
    public static BadRows Skip(Action<DataException> report, long most = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new(report, most >= 0 ? most : throw new DataException($"{nameof(most)} is {most}; it must be at least 0."));
    }

    /// <summary>The same for a pass over data that were reported on before.</summary>
    internal BadRows Unreported => report is null ? this : new(_ => { }, most);

    /// <summary>The records of rows, without the bad ones: of those that the file has and those that the conversion refuses.</summary>
    /// <exception cref="DataException">A row is bad and bad rows are fatal, or there are too many.</exception>
    internal IEnumerable<T> Read<T>(IEnumerable<RowReading> rows, Func<DataRow, T> convert) => Converted(rows, reading => convert(reading.Row));

    /// <summary>What a conversion makes of records that know their rows, without those that it refuses.</summary>
    /// <exception cref="DataException">A row is bad and bad rows are fatal, or there are too many.</exception>
    internal IEnumerable<T> Converted<TRecord, T>(IEnumerable<TRecord> records, Func<TRecord, T> convert)
    {
        var skipped = 0L;
        foreach (var record in records)
        {
            T converted;
            try
            {
                converted = convert(record);
            }
            catch (DataException problem) when (problem.Row is not null && report is not null)
            {
                if (skipped++ >= most)
                    throw new DataException($"More than {most} bad rows, the most that may be skipped. {problem.Message}", problem);
                report(problem);
                continue;
            }
            yield return converted;
        }
    }
}
