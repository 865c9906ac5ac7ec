namespace DiffuCoder.Datasets.Parquet;

/// <summary>What stands before a page.</summary>
internal sealed record PageHeader(PageKind Kind, int ContentBytes, int StoredBytes, uint? Checksum, int Entries, PageEncoding Encoding)
{
    /// <summary>How the levels are written; of the first version.</summary>
    public PageEncoding LevelEncoding { get; private init; } = PageEncoding.Rle;

    /// <summary>Bytes of the levels, which stand before the values and are not compressed; of the second version.</summary>
    public (int Repetition, int Definition) LevelBytes { get; private init; }

    /// <summary>Whether the values are compressed at all; of the second version.</summary>
    public bool IsCompressed { get; private init; } = true;

    /// <summary>A header at the begin of some bytes, and how many of them it takes.</summary>
    /// <exception cref="EndOfStreamException">The bytes end before it does.</exception>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (PageHeader Header, int Length) Read(ReadOnlySpan<byte> bytes)
    {
        var (header, length) = ThriftStruct.Read(bytes);
        var kind = (PageKind)header.Integer(1);
        uint? checksum = header.Has(4) ? unchecked((uint)header.Integer(4)) : null;
        var read = new PageHeader(kind, Size(header, 2), Size(header, 3), checksum, 0, PageEncoding.Plain);
        return (kind switch
        {
            PageKind.Data => First(read, header.Struct(5)),
            PageKind.Dictionary => read with { Entries = Size(header.Struct(7), 1), Encoding = (PageEncoding)header.Struct(7).Integer(2) },
            PageKind.DataOfVersion2 => Second(read, header.Struct(8)),
            _ => read,
        }, length);
    }

    private static PageHeader First(PageHeader header, ThriftStruct data)
    {
        var (definitions, repetitions) = ((PageEncoding)data.Integer(3), (PageEncoding)data.Integer(4));
        return header with
        {
            Entries = Size(data, 1),
            Encoding = (PageEncoding)data.Integer(2),
            LevelEncoding = definitions == PageEncoding.Rle ? repetitions : definitions,
        };
    }

    private static PageHeader Second(PageHeader header, ThriftStruct data) => header with
    {
        Entries = Size(data, 1),
        Encoding = (PageEncoding)data.Integer(4),
        LevelBytes = (Size(data, 6), Size(data, 5)),
        IsCompressed = data.TruthOr(7, true),
    };

    private static int Size(ThriftStruct header, int field) =>
        header.Integer(field) is var size and >= 0 and <= int.MaxValue ? (int)size : throw new InvalidDataException("a page has a negative size");
}

/// <summary>Kinds of pages, by the format's numbers.</summary>
internal enum PageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataOfVersion2 = 3,
}
