namespace DiffuCoder.Datasets.Parquet;

/// <summary>Whole numbers as packed differences (DELTA_BINARY_PACKED).</summary>
internal static class DeltaNumbers
{
    /// <summary>Takes all numbers of such a part off the begin of some bytes. Sums wrap, as the format says.</summary>
    /// <param name="bytes">The bytes; behind the numbers afterwards.</param>
    /// <param name="most">More numbers than that are an error.</param>
    /// <exception cref="InvalidDataException">The bytes end before, or their head makes no sense.</exception>
    public static long[] Take(ref ReadOnlySpan<byte> bytes, int most)
    {
        var blockSize = VariableLength.Unsigned(ref bytes);
        var parts = VariableLength.Unsigned(ref bytes);
        var count = VariableLength.Unsigned(ref bytes);
        var first = VariableLength.Signed(ref bytes);
        if (count > (ulong)most) throw new InvalidDataException($"{count} differences for {most} values");
        if (count == 0) return [];
        if (parts == 0 || blockSize > 1 << 24 || blockSize % parts != 0 || blockSize / parts % 8 != 0)
            throw new InvalidDataException($"differences in blocks of {blockSize} and {parts} parts");
        var numbers = new long[count];
        numbers[0] = first;
        for (var done = 1; done < numbers.Length;)
            done = TakeBlock(ref bytes, numbers, done, (int)parts, (int)(blockSize / parts));
        return numbers;
    }

    private static int TakeBlock(ref ReadOnlySpan<byte> bytes, long[] numbers, int done, int parts, int partSize)
    {
        var least = VariableLength.Signed(ref bytes);
        var widths = bytes[..parts];
        bytes = bytes[parts..];
        for (var part = 0; part < parts && done < numbers.Length; part++)
        {
            int width = widths[part];
            if (width > 64) throw new InvalidDataException($"differences of {width} bits");
            var packed = bytes[..Math.Min(bytes.Length, partSize / 8 * width)];
            for (var i = 0; i < partSize && done < numbers.Length; i++, done++)
                numbers[done] = unchecked(numbers[done - 1] + least + (long)PackedBits.At(packed, i, width));
            bytes = bytes[packed.Length..];
        }
        return done;
    }
}
