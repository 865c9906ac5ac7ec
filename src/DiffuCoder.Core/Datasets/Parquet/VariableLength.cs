namespace DiffuCoder.Datasets.Parquet;

/// <summary>Numbers of seven bits a byte (ULEB128); the signed ones in zigzag order.</summary>
internal static class VariableLength
{
    /// <summary>Takes a number off the begin of some bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes end before, or it has more than 64 bits.</exception>
    public static ulong Unsigned(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = 0; i < 10 && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return value;
        }
        throw new InvalidDataException("a page ends within a number");
    }

    /// <summary>Takes a signed number off the begin of some bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes end before, or it has more than 64 bits.</exception>
    public static long Signed(ref ReadOnlySpan<byte> bytes) => Unsigned(ref bytes) is var value ? (long)(value >> 1) ^ -(long)(value & 1) : 0;
}
