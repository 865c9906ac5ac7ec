namespace DiffuCoder.Datasets.Parquet;

/// <summary>Bytes of a file by their place.</summary>
internal static class FileBytes
{
    /// <summary>So many bytes from a place on.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public static byte[] At(FileStream file, long start, int count)
    {
        if (start < 0 || count < 0 || count > file.Length - start)
            throw new InvalidDataException($"{count} bytes from byte {start} on do not lie in a file of {file.Length}");
        var bytes = new byte[count];
        file.Position = start;
        file.ReadExactly(bytes);
        return bytes;
    }
}
