namespace DiffuCoder.Datasets.Parquet;

/// <summary>Values of a page or a dictionary as their bytes, little endian, one after the other.</summary>
internal sealed class ByteValues
{
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly int width;
    private readonly int[]? starts;

    private ByteValues(ReadOnlyMemory<byte> bytes, int count, int width, int[]? starts) =>
        (this.bytes, Count, this.width, this.starts) = (bytes, count, width, starts);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The bytes of a value.</summary>
    public ReadOnlySpan<byte> this[int index] => starts is null
        ? bytes.Span.Slice(index * width, width)
        : bytes.Span[starts[2 * index]..starts[2 * index + 1]];

    /// <summary>Values that all have so many bytes.</summary>
    /// <exception cref="InvalidDataException">There are fewer bytes.</exception>
    public static ByteValues Fixed(ReadOnlyMemory<byte> bytes, int width, int count) => (long)width * count <= bytes.Length
        ? new(bytes, count, width, null)
        : throw new InvalidDataException($"a page has {bytes.Length} bytes for {count} values of {width}");

    /// <summary>Values each of which begins and ends where two numbers say.</summary>
    public static ByteValues Between(ReadOnlyMemory<byte> bytes, int[] startsAndEnds) => new(bytes, startsAndEnds.Length / 2, 0, startsAndEnds);
}
