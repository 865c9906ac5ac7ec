namespace DiffuCoder.Datasets.Parquet;

/// <summary>Numbers of a fixed count of bits, one after the other, lowest bits first.</summary>
internal static class PackedBits
{
    /// <summary>The number at an index.</summary>
    /// <param name="bytes">The numbers.</param>
    /// <param name="index">From 0.</param>
    /// <param name="width">Bits of a number, at most 64.</param>
    public static ulong At(ReadOnlySpan<byte> bytes, int index, int width)
    {
        var bit = (long)index * width;
        var (place, shift) = ((int)(bit >> 3), (int)(bit & 7));
        var value = 0UL;
        for (var have = 0; have < width; place++)
        {
            var part = (ulong)bytes[place] >> shift;
            value |= part << have;
            have += 8 - shift;
            shift = 0;
        }
        return width == 64 ? value : value & ((1UL << width) - 1);
    }
}
