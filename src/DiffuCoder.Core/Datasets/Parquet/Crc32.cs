namespace DiffuCoder.Datasets.Parquet;

/// <summary>The checksum of pages: CRC-32 as gzip computes it.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Step((uint)i, 8))];

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var rest = uint.MaxValue;
        foreach (var part in bytes) rest = Table[(byte)(rest ^ part)] ^ rest >> 8;
        return ~rest;
    }

    private static uint Step(uint value, int times) => times == 0 ? value : Step((value & 1) == 1 ? 0xEDB88320 ^ value >> 1 : value >> 1, times - 1);
}
