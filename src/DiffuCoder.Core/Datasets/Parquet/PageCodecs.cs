using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>Unpacks pages.</summary>
internal static class PageCodecs
{
    /// <summary>Whether pages of the codec can be unpacked.</summary>
    public static bool IsRead(PageCodec codec) =>
        codec is PageCodec.Uncompressed or PageCodec.Snappy or PageCodec.Gzip or PageCodec.Brotli or PageCodec.Zstd or PageCodec.Lz4Raw;

    /// <summary>The content of a page.</summary>
    /// <param name="codec">One that is read.</param>
    /// <param name="packed">The page as stored.</param>
    /// <param name="length">Bytes of its content.</param>
    /// <exception cref="InvalidDataException">The content has another length.</exception>
    public static ReadOnlyMemory<byte> Unpack(PageCodec codec, byte[] packed, int length)
    {
        // nothing, packed, is something
        if (length == 0) return default;
        if (codec == PageCodec.Uncompressed) return Exactly(packed, packed.Length, length);
        var content = new byte[length];
        return Exactly(content, codec switch
        {
            PageCodec.Snappy => Snappy.Decompress(packed, content),
            PageCodec.Gzip => Read(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress), content),
            PageCodec.Brotli => Read(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress), content),
            PageCodec.Zstd => Zstd(packed, content),
            _ => LZ4Codec.Decode(packed, content),
        }, length);
    }

    private static ReadOnlyMemory<byte> Exactly(byte[] content, int read, int length) =>
        read == length ? content : throw new InvalidDataException($"a page has {read} bytes, and its header says {length}");

    private static int Read(Stream stream, byte[] content)
    {
        using (stream) return stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
    }

    private static int Zstd(byte[] packed, byte[] content)
    {
        using var decompressor = new Decompressor();
        return decompressor.Unwrap(packed, content);
    }
}
