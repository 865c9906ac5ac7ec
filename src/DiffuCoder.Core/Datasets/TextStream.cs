namespace DiffuCoder.Datasets;

/// <summary>The text of a file, plain or gzipped.</summary>
internal sealed class TextStream : IDisposable
{
    private readonly FileStream file;
    private readonly WholeGzipStream? gzip;

    /// <exception cref="DataException">The file is missing, or its name says gzip and it is not.</exception>
    public TextStream(string path)
    {
        file = DataStream.Open(path);
        gzip = IsGzip(file) ? new WholeGzipStream(file) : null;
    }

    /// <summary>The text.</summary>
    public Stream Content => (Stream?)gzip ?? file;

    /// <summary>What is wrong where it cannot be read, for a message.</summary>
    public string Damage => gzip is null ? "the file cannot be read" : "the gzip file is cut off or damaged";

    public void Dispose()
    {
        gzip?.Dispose();
        file.Dispose();
    }

    private static bool IsGzip(FileStream file) =>
        DataStream.StartsWith(file, [0x1f, 0x8b]) || (file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? throw new DataException(file.Name, "the name says gzip and the file is not gzipped. Fetch it again, or take \".gz\" off its name.")
            : false);
}
