using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DiffuCoder.Checkpoints;
using Microsoft.Win32.SafeHandles;

namespace DiffuCoder.Datasets;

/// <summary>
/// Tokenised rows in a file, read where they are asked for: any row and any stretch of tokens at once, without holding the rest
/// in memory. Little endian: the tokens of all rows, int32, one after another; an entry a row, which is its first token's place,
/// int64, the index of its first learned token and its length, int32; then the trailer of <see cref="TokenStoreTrailer"/>.
/// </summary>
public sealed class TokenStore : IDisposable
{
    internal const int EntrySize = 16;
    private readonly SafeFileHandle handle;
    private readonly TokenStoreTrailer trailer;

    private TokenStore(string path, SafeFileHandle handle, TokenStoreTrailer trailer) => (Path, this.handle, this.trailer) = (path, handle, trailer);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Number of rows.</summary>
    public long Rows => trailer.Rows;

    /// <summary>Tokens of all rows.</summary>
    public long Tokens => trailer.Tokens;

    /// <summary>Tokens of the longest row.</summary>
    public int Longest => trailer.Longest;

    /// <summary>SHA-256 over tokens and entries, as it was when the file was written.</summary>
    public string Sha256 => Convert.ToHexStringLower(trailer.Sha256);

    /// <summary>Writes a store; all of it or nothing. Memory does not grow with the number of rows.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <exception cref="DataException">There is no row, or one is empty or is learned from beyond its end.</exception>
    /// <exception cref="IOException">The system refuses; an older file is as it was.</exception>
    public static void Write(string path, IEnumerable<TokenRow> rows) =>
        AtomicFile.Write(path, stream => TokenStoreWriter.Write(path, stream, rows));

    /// <summary>
    /// Opens a store, writing it first where there is none. One that is there is not compared with the rows: remove it to have it written anew.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Gives the rows.</param>
    /// <exception cref="DataException">It can neither be read nor made.</exception>
    public static TokenStore OpenOrWrite(string path, Func<IEnumerable<TokenRow>> rows)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            Write(path, rows());
        }
        return Open(path);
    }

    /// <summary>Opens a store. Its hash is not worked out again; <see cref="RequireIntact"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">It is missing, cut off, or not such a file.</exception>
    public static TokenStore Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return new(path, handle, TokenStoreTrailer.Read(path, handle));
        }
        catch (Exception e)
        {
            handle?.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw new DataException(path, $"the file cannot be read ({e.Message}).", e);
            throw;
        }
    }

    /// <summary>Where a row begins, which of its tokens is the first that is learned, and how long it is.</summary>
    /// <param name="row">The row, from 0.</param>
    public (long Start, int LearnedFrom, int Length) Entry(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        Span<byte> entry = stackalloc byte[EntrySize];
        Fill(entry, Tokens * sizeof(int) + row * EntrySize);
        return (
            BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadInt32LittleEndian(entry[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[12..]));
    }

    /// <summary>A row.</summary>
    /// <param name="row">The row, from 0.</param>
    public TokenRow Row(long row)
    {
        var (start, learnedFrom, length) = Entry(row);
        return new(Stretch(start, length), learnedFrom);
    }

    /// <summary>Tokens one after another, across the ends of rows.</summary>
    /// <param name="start">Place of the first, from 0.</param>
    /// <param name="count">How many.</param>
    public int[] Stretch(long start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, Tokens, nameof(count));
        var tokens = new int[count];
        Fill(MemoryMarshal.AsBytes(tokens.AsSpan()), start * sizeof(int));
        return BitConverter.IsLittleEndian ? tokens : Array.ConvertAll(tokens, BinaryPrimitives.ReverseEndianness);
    }

    /// <summary>The row that a token belongs to.</summary>
    /// <param name="token">Place of the token, from 0.</param>
    public long RowAt(long token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Tokens);
        long low = 0, high = Rows - 1;
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            if (Entry(middle).Start <= token) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /// <summary>Reads the whole file and compares it with the hash it was written with.</summary>
    /// <exception cref="DataException">They differ.</exception>
    public void RequireIntact()
    {
        if (!TokenStoreTrailer.Hash(handle, trailer).AsSpan().SequenceEqual(trailer.Sha256))
            throw new DataException(Path, "the content does not fit the hash it was written with: the file is damaged. Write it anew.");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();

    private void Fill(Span<byte> bytes, long offset) => TokenStoreTrailer.Fill(Path, handle, bytes, offset);
}
