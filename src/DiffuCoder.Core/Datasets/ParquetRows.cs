using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parquet;

namespace DiffuCoder.Datasets;

/// <summary>
/// Rows of a Parquet file, a row group at a time. They are put together here from values and levels, not by Parquet.Net's own untyped reader, which leaves out
/// nulls in lists and empty lists.
/// </summary>
internal static class ParquetRows
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>The rows, numbered from 1.</summary>
    /// <exception cref="DataException">The file is missing or damaged.</exception>
    public static IEnumerable<RowReading> Read(string path)
    {
        using var file = DataStream.Open(path);
        var reader = Guarded(path, () => Wait(() => ParquetReader.CreateAsync(file, leaveStreamOpen: true)));
        try
        {
            var number = 0L;
            for (var group = 0; group < reader.RowGroupCount; group++)
                foreach (var row in Group(path, reader, group)) yield return new(new(row, new(path, "row", ++number)), null);
        }
        finally
        {
            Wait(async () => { await reader.DisposeAsync(); return true; });
        }
    }

    private static IEnumerable<JsonElement> Group(string path, ParquetReader reader, int index)
    {
        using var group = Guarded(path, () => reader.OpenRowGroupReader(index));
        using var columns = Guarded(path, () => ParquetColumns.Read(reader.Schema, field => Wait(() => group.ReadRawColumnDataBaseAsync(field).AsTask())));
        var text = new ArrayBufferWriter<byte>();
        for (var row = 0L; row < group.RowCount; row++) yield return Guarded(path, () => Row(columns, text));
    }

    private static JsonElement Row(ParquetColumns columns, ArrayBufferWriter<byte> text)
    {
        text.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(text, Plain)) columns.WriteRow(json);
        return JsonElement.Parse(text.WrittenSpan, Deep);
    }

    private static T Guarded<T>(string path, Func<T> work) => DataStream.Guarded(path, "the Parquet file is damaged or of a kind that is not read", work);

    /// <summary>On the pool: the library does not promise to leave a caller's synchronization context alone.</summary>
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}
