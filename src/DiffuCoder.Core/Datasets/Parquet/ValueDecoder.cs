using System.Buffers.Binary;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>From the bytes of a page to its values, for every encoding of the format but the dictionary's.</summary>
internal static class ValueDecoder
{
    /// <summary>Reads so many values.</summary>
    /// <param name="encoding">How they are written.</param>
    /// <param name="type">What they are.</param>
    /// <param name="width">Bytes of a value, where all have as many.</param>
    /// <param name="bytes">Their part of the page.</param>
    /// <param name="count">How many.</param>
    /// <returns>Null where values of the type are not written so.</returns>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static ByteValues? Read(PageEncoding encoding, PhysicalType type, int width, ReadOnlyMemory<byte> bytes, int count) =>
        (encoding, type) switch
        {
            (PageEncoding.Plain, PhysicalType.Boolean) => Truths(bytes.Span, count),
            (PageEncoding.Plain, PhysicalType.ByteArray) => Texts(bytes, count),
            (PageEncoding.Plain, _) => ByteValues.Fixed(bytes, width, count),
            (PageEncoding.Rle, PhysicalType.Boolean) => Truths(RunLengths.Read(Sized(bytes.Span), 1, count)),
            (PageEncoding.DeltaBinaryPacked, PhysicalType.Int32 or PhysicalType.Int64) => Numbers(bytes.Span, width, count),
            (PageEncoding.DeltaLengthByteArray, PhysicalType.ByteArray) => Behind(bytes, count),
            (PageEncoding.DeltaByteArray, PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray) => Prefixed(bytes, count),
            (PageEncoding.ByteStreamSplit, not (PhysicalType.Boolean or PhysicalType.ByteArray or PhysicalType.Int96)) =>
                Split(bytes.Span, width, count),
            _ => null,
        };

    /// <summary>Bytes behind their own length.</summary>
    private static ReadOnlySpan<byte> Sized(ReadOnlySpan<byte> bytes) => bytes.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(bytes));

    private static ByteValues Truths(ReadOnlySpan<byte> bits, int count)
    {
        var truths = new byte[count];
        for (var i = 0; i < count; i++) truths[i] = (byte)(bits[i >> 3] >> (i & 7) & 1);
        return ByteValues.Fixed(truths, 1, count);
    }

    private static ByteValues Truths(int[] truths) => ByteValues.Fixed(Array.ConvertAll(truths, truth => (byte)truth), 1, truths.Length);

    private static ByteValues Texts(ReadOnlyMemory<byte> bytes, int count)
    {
        var span = bytes.Span;
        var (places, at) = (new int[2 * count], 0);
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(span[at..]);
            at += sizeof(int);
            if (length < 0 || length > span.Length - at) throw new InvalidDataException($"a page ends within a value of {length} bytes");
            (places[2 * i], places[2 * i + 1]) = (at, at += length);
        }
        return ByteValues.Between(bytes, places);
    }

    private static ByteValues Numbers(ReadOnlySpan<byte> bytes, int width, int count)
    {
        var numbers = Exactly(DeltaNumbers.Take(ref bytes, count), count);
        var values = new byte[width * count];
        for (var i = 0; i < count; i++)
            if (width == sizeof(int)) BinaryPrimitives.WriteInt32LittleEndian(values.AsSpan(i * width), unchecked((int)numbers[i]));
            else BinaryPrimitives.WriteInt64LittleEndian(values.AsSpan(i * width), numbers[i]);
        return ByteValues.Fixed(values, width, count);
    }

    /// <summary>Values that stand behind their lengths.</summary>
    private static ByteValues Behind(ReadOnlyMemory<byte> bytes, int count)
    {
        var rest = bytes.Span;
        var lengths = Exactly(DeltaNumbers.Take(ref rest, count), count);
        var (places, at) = (new int[2 * count], bytes.Length - rest.Length);
        for (var i = 0; i < count; i++)
        {
            if (lengths[i] < 0 || lengths[i] > bytes.Length - at) throw new InvalidDataException($"a page ends within a value of {lengths[i]} bytes");
            (places[2 * i], places[2 * i + 1]) = (at, at += (int)lengths[i]);
        }
        return ByteValues.Between(bytes, places);
    }

    /// <summary>Values that begin as the one before.</summary>
    private static ByteValues Prefixed(ReadOnlyMemory<byte> bytes, int count)
    {
        var rest = bytes.Span;
        var prefixes = Exactly(DeltaNumbers.Take(ref rest, count), count);
        var ends = Behind(bytes[(bytes.Length - rest.Length)..], count);
        using var all = new MemoryStream();
        var (places, before) = (new int[2 * count], Array.Empty<byte>());
        for (var i = 0; i < count; i++)
        {
            if (prefixes[i] < 0 || prefixes[i] > before.Length)
                throw new InvalidDataException($"a value shares {prefixes[i]} bytes with one of {before.Length}");
            before = [.. before.AsSpan(0, (int)prefixes[i]), .. ends[i]];
            places[2 * i] = (int)all.Length;
            all.Write(before);
            places[2 * i + 1] = (int)all.Length;
        }
        return ByteValues.Between(all.ToArray(), places);
    }

    private static ByteValues Split(ReadOnlySpan<byte> bytes, int width, int count)
    {
        var values = new byte[width * count];
        for (var part = 0; part < width; part++)
            for (var i = 0; i < count; i++) values[i * width + part] = bytes[part * count + i];
        return ByteValues.Fixed(values, width, count);
    }

    private static long[] Exactly(long[] numbers, int count) =>
        numbers.Length == count ? numbers : throw new InvalidDataException($"{numbers.Length} differences for {count} values");
}
