using System.Buffers.Binary;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>The pages of a column of a row group, one at a time.</summary>
/// <param name="file">The file.</param>
/// <param name="chunk">Where they stand.</param>
/// <param name="leaf">The column.</param>
internal sealed class PageReader(FileStream file, ColumnChunk chunk, SchemaNode.Leaf leaf)
{
    private const int FirstHeaderBytes = 1 << 12, MostHeaderBytes = 1 << 24;
    private readonly int definition = leaf.Definition, repetition = leaf.Repetition;
    private long position = chunk.Start, entries;
    private ByteValues? dictionary;

    /// <summary>The next page of data; null behind the last.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="DataException">It is of a kind that is not read.</exception>
    public Page? Next()
    {
        while (entries < chunk.Entries)
        {
            var (header, stored) = Take();
            if (header.Kind == PageKind.Dictionary) dictionary = Dictionary(header, stored);
            if (header.Kind is not (PageKind.Data or PageKind.DataOfVersion2)) continue;
            entries += header.Entries;
            if (entries > chunk.Entries) throw Damaged($"its pages have {entries} values and the file tells of {chunk.Entries}");
            if (header.Entries > 0) return header.Kind == PageKind.Data ? First(header, stored) : Second(header, stored);
        }
        return null;
    }

    private (PageHeader Header, byte[] Stored) Take()
    {
        var (header, length) = Header();
        var stored = FileBytes.At(file, position + length, header.StoredBytes);
        if (header.Checksum is { } right && Crc32.Of(stored) != right) throw Damaged("the checksum of a page does not fit it");
        position += length + header.StoredBytes;
        return (header, stored);
    }

    /// <summary>A header says nowhere how long it is, and may hold long texts.</summary>
    private (PageHeader Header, int Length) Header()
    {
        for (var size = FirstHeaderBytes; ; size *= 4)
        {
            var have = (int)Math.Min(size, file.Length - position);
            try
            {
                return PageHeader.Read(FileBytes.At(file, position, have));
            }
            catch (EndOfStreamException) when (have == size && size < MostHeaderBytes)
            {
            }
        }
    }

    private ByteValues Dictionary(PageHeader header, byte[] stored)
    {
        var encoding = header.Encoding == PageEncoding.PlainDictionary ? PageEncoding.Plain : header.Encoding;
        return Values(encoding, Unpacked(stored, header.ContentBytes), header.Entries);
    }

    private Page First(PageHeader header, byte[] stored)
    {
        if (header.LevelEncoding != PageEncoding.Rle && definition > 0) throw Unread($"levels in {header.LevelEncoding}");
        var rest = Unpacked(stored, header.ContentBytes);
        var repetitions = repetition > 0 ? Levels(ref rest, repetition, header.Entries) : null;
        var definitions = definition > 0 ? Levels(ref rest, definition, header.Entries) : null;
        return Of(header, definitions, repetitions, rest);
    }

    private Page Second(PageHeader header, byte[] stored)
    {
        var (before, behind) = (header.LevelBytes.Repetition, header.LevelBytes.Repetition + header.LevelBytes.Definition);
        var repetitions = repetition > 0 ? RunLengths.Read(stored.AsSpan(0, before), RunLengths.WidthOf(repetition), header.Entries) : null;
        var definitions = definition > 0
            ? RunLengths.Read(stored.AsSpan(before, behind - before), RunLengths.WidthOf(definition), header.Entries)
            : null;
        var values = header.IsCompressed ? Unpacked(stored[behind..], header.ContentBytes - behind) : stored.AsMemory(behind);
        return Of(header, definitions, repetitions, values);
    }

    private static int[] Levels(ref ReadOnlyMemory<byte> rest, int highest, int count)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        var levels = RunLengths.Read(rest.Span.Slice(sizeof(int), length), RunLengths.WidthOf(highest), count);
        rest = rest[(sizeof(int) + length)..];
        return levels;
    }

    private Page Of(PageHeader header, int[]? definitions, int[]? repetitions, ReadOnlyMemory<byte> content)
    {
        if (definitions?.Max() > definition || repetitions?.Max() > repetition) throw Damaged("a level is higher than its column has");
        var count = definitions?.Count(level => level == definition) ?? header.Entries;
        if (count == 0) return new(definitions, repetitions, ByteValues.Fixed(default, 0, 0), null, header.Entries);
        if (header.Encoding is not (PageEncoding.PlainDictionary or PageEncoding.RleDictionary))
            return new(definitions, repetitions, Values(header.Encoding, content, count), null, header.Entries);
        var words = dictionary ?? throw Damaged("a page refers to a dictionary that is not there");
        var indices = RunLengths.Read(content.Span[1..], content.Span[0], count);
        return Array.Exists(indices, index => index < 0 || index >= words.Count)
            ? throw Damaged("a page refers to a value that its dictionary does not have")
            : new(definitions, repetitions, words, indices, header.Entries);
    }

    private ByteValues Values(PageEncoding encoding, ReadOnlyMemory<byte> content, int count) =>
        ValueDecoder.Read(encoding, leaf.Element.Physical!.Value, leaf.Element.Width, content, count)
        ?? throw Unread(
            $"values of {leaf.Element.Physical} in the encoding {(Enum.IsDefined(encoding) ? encoding.ToString() : $"number {(int)encoding}")}");

    private ReadOnlyMemory<byte> Unpacked(byte[] stored, int length) => PageCodecs.Unpack(chunk.Codec, stored, length);

    private DataException Unread(string what) => new(file.Name,
        $"the column \"{leaf.Path}\" has {what}, which is not read. "
        + "Write the file anew with another encoding (pyarrow: use_dictionary=False, column_encoding=None), or without the column.");

    private InvalidDataException Damaged(string problem) => new($"the column \"{leaf.Path}\": {problem}");
}
