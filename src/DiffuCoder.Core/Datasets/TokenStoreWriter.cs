using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DiffuCoder.Datasets;

/// <summary>Writes the content of a token store in one pass; the entries wait in a file of their own until all tokens are written.</summary>
internal static class TokenStoreWriter
{
    public static void Write(string path, Stream stream, IEnumerable<TokenRow> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var entries = Waiting(path);
        var (tokens, count, longest) = (0L, 0L, 0);
        foreach (var row in rows)
        {
            Check(path, row, count);
            Append(stream, hash, row.Tokens);
            AppendEntry(entries, tokens, row);
            (tokens, count, longest) = (tokens + row.Tokens.Count, count + 1, Math.Max(longest, row.Tokens.Count));
        }
        if (count == 0) throw new DataException(path, "there is no row to write; was everything filtered out?");
        entries.Position = 0;
        Copy(entries, stream, hash);
        stream.Write(new TokenStoreTrailer(tokens, count, longest, hash.GetHashAndReset()).Bytes);
    }

    private static void Check(string path, TokenRow row, long number)
    {
        if (row.Tokens.Count == 0) throw new DataException(new RowPlace(path, "row", number + 1), "the row has no token; leave it out.");
        if (row.LearnedFrom < 0 || row.LearnedFrom >= row.Tokens.Count)
            throw new DataException(
                new RowPlace(path, "row", number + 1),
                $"the row has {row.Tokens.Count} tokens and is learned from index {row.LearnedFrom}, so that nothing of it is learned; "
                    + "leave it out.");
    }

    private static FileStream Waiting(string path)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}.entries");
        return new(beside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    }

    private static void Append(Stream stream, IncrementalHash hash, IReadOnlyList<int> tokens)
    {
        var bytes = new byte[tokens.Count * sizeof(int)];
        for (var i = 0; i < tokens.Count; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), tokens[i]);
        hash.AppendData(bytes);
        stream.Write(bytes);
    }

    private static void AppendEntry(Stream entries, long start, TokenRow row)
    {
        Span<byte> entry = stackalloc byte[TokenStore.EntrySize];
        BinaryPrimitives.WriteInt64LittleEndian(entry, start);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], row.LearnedFrom);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], row.Tokens.Count);
        entries.Write(entry);
    }

    private static void Copy(Stream entries, Stream stream, IncrementalHash hash)
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = entries.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            stream.Write(buffer.AsSpan(0, read));
        }
    }
}
