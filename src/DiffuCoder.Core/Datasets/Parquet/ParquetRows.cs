using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>
/// Rows of a Parquet file, put together from values and levels. Held in memory is a page of each column, with its dictionary. Everything of a file
/// that changes what its rows say is understood here or refused by name; no library is asked that might not.
/// </summary>
internal static class ParquetRows
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>The rows, numbered from 1. One with a value that has no form in JSON is bad.</summary>
    /// <exception cref="DataException">The file is missing, damaged, or of a kind that is not read.</exception>
    public static IEnumerable<RowReading> Read(string path)
    {
        using var file = DataStream.Open(path);
        var footer = Guarded(path, () => ParquetFooter.Read(file));
        var schema = Guarded(path, () => SchemaReader.Read(path, footer.Schema));
        var (number, text) = (0L, new ArrayBufferWriter<byte>());
        foreach (var group in footer.Groups)
        {
            var columns = Guarded(path, () => new ParquetColumns(schema, leaf => new(file, Chunk(path, group, leaf), leaf)));
            for (var row = 0L; row < group.Rows; row++) yield return Guarded(path, () => Row(columns, text, new(path, "row", ++number)));
            Guarded(path, () => columns.IsAtEnd ? true : throw new InvalidDataException("a row group has more values than rows"));
        }
    }

    private static RowReading Row(ParquetColumns columns, ArrayBufferWriter<byte> text, RowPlace place)
    {
        text.ResetWrittenCount();
        string? problem;
        using (var json = new Utf8JsonWriter(text, Plain)) problem = columns.WriteRow(json);
        return problem is null ? new(new(JsonElement.Parse(text.WrittenSpan, Deep), place), null) : new(null, new(place, problem));
    }

    private static ColumnChunk Chunk(string path, RowGroup group, SchemaNode.Leaf leaf)
    {
        if (leaf.Number >= group.Chunks.Count) throw new InvalidDataException($"a row group has {group.Chunks.Count} columns, fewer than the file");
        var chunk = group.Chunks[leaf.Number];
        if (chunk.IsElsewhere) throw new DataException(path,
            $"the column \"{leaf.Path}\" stands in another file than the rest, which is not read. Write the data into one file.");
        return PageCodecs.IsRead(chunk.Codec)
            ? chunk
            : throw new DataException(path,
                $"the column \"{leaf.Path}\" is compressed with {chunk.Codec.ToString().ToUpperInvariant()}, which is not read. "
                + "Write the file anew with zstd or snappy (pyarrow: compression=\"zstd\").");
    }

    private static T Guarded<T>(string path, Func<T> work) => DataStream.Guarded(path, "the Parquet file is damaged", work);
}
