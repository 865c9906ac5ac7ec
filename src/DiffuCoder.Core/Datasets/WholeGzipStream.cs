using System.IO.Compression;
using System.Security.Cryptography;

namespace DiffuCoder.Datasets;

/// <summary>
/// The text of a gzip file, with an error where the file is cut off: <see cref="GZipStream"/> takes that for its end. As a gzip file
/// may be several, one after the other, another one is put behind it: its text, a mark, comes out only if the file before it is whole.
/// What comes out once that one is being unpacked is therefore held back until the mark is seen; it is little, as little is put in.
/// </summary>
internal sealed class WholeGzipStream : ReadOnlyStream
{
    private readonly byte[] mark = RandomNumberGenerator.GetBytes(16);
    private readonly ConcatenatedStream packed;
    private readonly GZipStream text;
    private MemoryStream? rest;

    /// <param name="file">The gzip file; it stays open.</param>
    public WholeGzipStream(Stream file)
    {
        packed = new(file, new MemoryStream(Packed(mark)));
        text = new(packed, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (rest is not null) return rest.Read(buffer);
        if (buffer.IsEmpty) return 0;
        var length = text.Read(buffer);
        if (length > 0 && !packed.IsPastFirst) return length;
        rest = Rest(buffer[..length]);
        return rest.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) text.Dispose();
        base.Dispose(disposing);
    }

    private MemoryStream Rest(ReadOnlySpan<byte> begin)
    {
        var end = new MemoryStream();
        end.Write(begin);
        text.CopyTo(end);
        if (!end.ToArray().AsSpan().EndsWith(mark)) throw new InvalidDataException("its end is missing, or something stands behind it");
        end.SetLength(end.Length - mark.Length);
        end.Position = 0;
        return end;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
