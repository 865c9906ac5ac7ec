using System.Buffers.Binary;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>What the end of a file says of it.</summary>
/// <param name="Schema">The columns, as a tree written in depth.</param>
/// <param name="Groups">The row groups.</param>
internal sealed record ParquetFooter(IReadOnlyList<SchemaElement> Schema, IReadOnlyList<RowGroup> Groups)
{
    private const int MarkBytes = 4, EndBytes = 8;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or no Parquet.</exception>
    /// <exception cref="DataException">It is encrypted.</exception>
    public static ParquetFooter Read(FileStream file)
    {
        if (file.Length < MarkBytes + EndBytes) throw new InvalidDataException($"{file.Length} bytes are no whole file");
        var end = FileBytes.At(file, file.Length - EndBytes, EndBytes);
        if (end.AsSpan(4).SequenceEqual("PARE"u8))
            throw new DataException(file.Name, "the Parquet file is encrypted, and no key can be given here. Write it without encryption.");
        if (!end.AsSpan(4).SequenceEqual("PAR1"u8)) throw new InvalidDataException("the mark PAR1 at its end is missing");
        var length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (length <= 0 || length > file.Length - MarkBytes - EndBytes) throw new InvalidDataException($"its footer should have {length} bytes");
        var (footer, _) = ThriftStruct.Read(FileBytes.At(file, file.Length - EndBytes - length, length));
        if (footer.Has(8)) throw new DataException(file.Name,
            "columns of the Parquet file are encrypted, and no key can be given here. Write it without encryption.");
        return new([.. footer.Structs(2).Select(SchemaElement.Of)], [.. footer.Structs(4).Select(RowGroup.Of)]);
    }
}

/// <summary>Rows that are stored together.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Chunks">The columns, as in the schema.</param>
internal sealed record RowGroup(long Rows, IReadOnlyList<ColumnChunk> Chunks)
{
    public static RowGroup Of(ThriftStruct group) => new(group.Integer(3), [.. group.Structs(1).Select(ColumnChunk.Of)]);
}

/// <summary>A column of a row group.</summary>
/// <param name="Start">Its first byte in the file.</param>
/// <param name="Bytes">How many it has.</param>
/// <param name="Entries">How many values it has, nulls and empty lists counted.</param>
/// <param name="Codec">How its pages are compressed.</param>
/// <param name="IsElsewhere">Whether it stands in another file.</param>
internal sealed record ColumnChunk(long Start, long Bytes, long Entries, PageCodec Codec, bool IsElsewhere)
{
    public static ColumnChunk Of(ThriftStruct chunk)
    {
        var data = chunk.Struct(3);
        var first = data.Integer(9);
        var start = data.IntegerOr(11, 0) is var dictionary and > 0 ? Math.Min(first, dictionary) : first;
        return new(start, data.Integer(7), data.Integer(5), (PageCodec)data.Integer(4), chunk.Has(1));
    }
}
