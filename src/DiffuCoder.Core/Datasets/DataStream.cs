namespace DiffuCoder.Datasets;

/// <summary>Opens files, with errors that say what is wrong with them.</summary>
internal static class DataStream
{
    private const int BufferBytes = 1 << 16;

    /// <summary>A file at its begin.</summary>
    /// <exception cref="DataException">It cannot be opened, or is a Git LFS pointer.</exception>
    public static FileStream Open(string path) => Guarded(path, "the file cannot be read", () =>
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        if (!StartsWith(file, "version https://git-lfs"u8)) return file;
        file.Dispose();
        throw new DataException(path, "this is a Git LFS pointer, not the file itself. Run \"git lfs pull\" where it came from.");
    });

    /// <summary>Whether a file begins with these bytes; it is at its begin again afterwards.</summary>
    public static bool StartsWith(FileStream file, ReadOnlySpan<byte> bytes)
    {
        Span<byte> begin = stackalloc byte[bytes.Length];
        var length = file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return begin[..length].SequenceEqual(bytes);
    }

    /// <summary>Work on a file whose failures are the file's. A damaged file can make a decoder fail in any way.</summary>
    /// <exception cref="DataException">The work failed.</exception>
    public static T Guarded<T>(string path, string problem, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is not DataException)
        {
            throw new DataException(
                path,
                $"{problem} ({(e as AggregateException)?.InnerException?.Message ?? e.Message}). Is it whole, and may it be read? "
                    + "If it is cut off, fetch it again.", e);
        }
    }
}
