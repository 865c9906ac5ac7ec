namespace DiffuCoder.Datasets;

/// <summary>Reads documents as a stream.</summary>
public static class Documents
{
    /// <summary>The documents of a file or directory.</summary>
    /// <param name="path">What <see cref="DataFiles"/> reads.</param>
    /// <param name="columns">Where they stand; null: in <c>text</c>.</param>
    /// <param name="badRows">What becomes of bad rows; null: they are fatal.</param>
    /// <param name="unused">What becomes of columns that look like content and are not used; null: they are named on standard error.</param>
    /// <exception cref="DataException">As in <see cref="DataFiles"/>; a row without the text is bad.</exception>
    public static IEnumerable<Document> Read(string path, DocumentColumns? columns = null, BadRows? badRows = null, UnusedColumns? unused = null)
    {
        columns ??= new();
        return DataFiles.Records(path, row => new Document(row.Text(columns.Text)), badRows, unused, row => [new(row.Columns, "", [columns.Text])]);
    }
}
