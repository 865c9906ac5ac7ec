using System.Numerics;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>Parquet's hybrid of runs and packed bits (RLE): levels, dictionary indices, truths.</summary>
internal static class RunLengths
{
    /// <summary>Bits that hold the numbers from 0 to a highest one.</summary>
    public static int WidthOf(int highest) => 32 - BitOperations.LeadingZeroCount((uint)highest);

    /// <summary>Reads so many numbers.</summary>
    /// <exception cref="InvalidDataException">The bytes end before.</exception>
    public static int[] Read(ReadOnlySpan<byte> bytes, int width, int count)
    {
        if (width is < 0 or > 32) throw new InvalidDataException($"numbers of {width} bits in a page");
        var numbers = new int[count];
        if (width == 0) return numbers;
        for (var done = 0; done < count;)
        {
            var header = VariableLength.Unsigned(ref bytes);
            var run = (int)Math.Min(header >> 1, int.MaxValue / 8);
            if (run == 0) throw new InvalidDataException("an empty run in a page");
            var isPacked = (header & 1) == 1;
            var some = numbers.AsSpan(done, Math.Min(count - done, isPacked ? run * 8 : run));
            if (isPacked) Unpack(ref bytes, run, width, some);
            else some.Fill(Repeated(ref bytes, width));
            done += some.Length;
        }
        return numbers;
    }

    private static int Repeated(ref ReadOnlySpan<byte> bytes, int width)
    {
        var value = 0;
        for (var part = 0; part < (width + 7) / 8; part++) value |= bytes[part] << (8 * part);
        bytes = bytes[((width + 7) / 8)..];
        return value;
    }

    /// <summary>Groups of eight; writers may leave out the end of the last.</summary>
    private static void Unpack(ref ReadOnlySpan<byte> bytes, int groups, int width, Span<int> numbers)
    {
        var packed = bytes[..(int)Math.Min(bytes.Length, (long)groups * width)];
        if (packed.Length < ((long)numbers.Length * width + 7) / 8) throw new InvalidDataException("a page ends within packed numbers");
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (int)PackedBits.At(packed, i, width);
        bytes = bytes[packed.Length..];
    }
}
