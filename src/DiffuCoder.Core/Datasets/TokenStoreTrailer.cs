using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace DiffuCoder.Datasets;

/// <summary>
/// The last bytes of a token store: tokens and rows, int64, the longest row, int32, SHA-256 of all before, and the name of the format.
/// </summary>
internal sealed record TokenStoreTrailer(long Tokens, long Rows, int Longest, byte[] Sha256)
{
    private const int Size = 8 + 8 + 4 + 32 + 8;

    private static ReadOnlySpan<byte> Format => "DKTOKEN1"u8;

    private long ContentSize => Tokens * sizeof(int) + Rows * TokenStore.EntrySize;

    public byte[] Bytes
    {
        get
        {
            var bytes = new byte[Size];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, Tokens);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Rows);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Longest);
            Sha256.CopyTo(bytes.AsSpan(20));
            Format.CopyTo(bytes.AsSpan(52));
            return bytes;
        }
    }

    /// <summary>Reads it, and checks that the file is as long as it says.</summary>
    /// <exception cref="DataException">It is not there or does not fit.</exception>
    public static TokenStoreTrailer Read(string path, SafeFileHandle handle)
    {
        var length = RandomAccess.GetLength(handle);
        Span<byte> bytes = stackalloc byte[Size];
        if (length >= Size) Fill(path, handle, bytes, length - Size);
        if (length < Size || !bytes[52..].SequenceEqual(Format))
            throw new DataException(
                path, $"this is no token store, or it is cut off. {nameof(TokenStore)}.{nameof(TokenStore.Write)} makes one from rows.");
        var trailer = new TokenStoreTrailer(
            BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]), bytes[20..52].ToArray());
        // compared in a type that no product of two damaged numbers overflows
        if (trailer.Tokens < 0 || trailer.Rows < 0
            || (Int128)trailer.Tokens * sizeof(int) + (Int128)trailer.Rows * TokenStore.EntrySize + Size != length)
            throw new DataException(
                path,
                $"the file has {length} bytes, which does not fit the {trailer.Rows} rows and {trailer.Tokens} tokens it tells of. Write it anew.");
        return trailer;
    }

    /// <summary>SHA-256 of what stands before the trailer.</summary>
    public static byte[] Hash(SafeFileHandle handle, TokenStoreTrailer trailer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (long done = 0; done < trailer.ContentSize;)
        {
            var read = RandomAccess.Read(handle, buffer.AsSpan(0, (int)Math.Min(buffer.Length, trailer.ContentSize - done)), done);
            if (read == 0) break;
            hash.AppendData(buffer.AsSpan(0, read));
            done += read;
        }
        return hash.GetHashAndReset();
    }

    /// <summary>Reads so many bytes.</summary>
    /// <exception cref="DataException">The file ends before.</exception>
    public static void Fill(string path, SafeFileHandle handle, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(handle, bytes, offset);
            if (read == 0) throw new DataException(path, $"the file ends at byte {offset}, before its time: it was changed while it was read.");
            bytes = bytes[read..];
            offset += read;
        }
    }
}
