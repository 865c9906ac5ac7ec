namespace DiffuCoder.Datasets;

/// <summary>A row, or why it is none: what lets a reader go on after a bad row.</summary>
internal readonly record struct RowReading(DataRow? Read, DataException? Problem)
{
    /// <exception cref="DataException">The row is bad.</exception>
    public DataRow Row => Read ?? throw Problem!;
}
