using System.Text.Json;
using Parquet.Data;
using Parquet.Schema;

namespace DiffuCoder.Datasets;

/// <summary>The columns of a row group, as a tree that writes one row after the other.</summary>
internal sealed class ParquetColumns : IDisposable
{
    private readonly List<RawColumnData> data = [];
    private ParquetObject? root;

    private ParquetColumns() { }

    /// <summary>Reads every column.</summary>
    /// <param name="schema">The file's.</param>
    /// <param name="read">Reads a leaf of the row group.</param>
    public static ParquetColumns Read(ParquetSchema schema, Func<DataField, RawColumnData> read)
    {
        var columns = new ParquetColumns();
        try
        {
            columns.root = columns.Object(schema.Fields, 0, read);
            return columns;
        }
        catch
        {
            columns.Dispose();
            throw;
        }
    }

    /// <summary>Writes the next row.</summary>
    public void WriteRow(Utf8JsonWriter json) => root!.Write(json);

    public void Dispose() => data.ForEach(column => column.Dispose());

    private ParquetNode Node(Field field, Func<DataField, RawColumnData> read) => field switch
    {
        ListField list => new ParquetList(Node(list.Item, read), list.MaxDefinitionLevel, list.MaxRepetitionLevel),
        MapField map => new ParquetMap(Leaf((DataField)map.Key, read), Node(map.Value, read), map.MaxDefinitionLevel, map.MaxRepetitionLevel),
        StructField inner => Object(inner.Fields, inner.MaxDefinitionLevel, read),
        DataField { IsArray: true } array => new ParquetList(Leaf(array, read), array.MaxDefinitionLevel, array.MaxRepetitionLevel),
        DataField leaf => Leaf(leaf, read),
        _ => throw new NotSupportedException($"the column \"{field.Path}\" is of a kind that is not read"),
    };

    private ParquetObject Object(IEnumerable<Field> fields, int definition, Func<DataField, RawColumnData> read) =>
        new([.. fields.Select(field => (field.Name, Node(field, read)))], definition);

    private ParquetLeaf Leaf(DataField field, Func<DataField, RawColumnData> read)
    {
        var column = read(field);
        data.Add(column);
        return ParquetLeaf.Of(column, field.MaxDefinitionLevel, field.MaxRepetitionLevel);
    }
}
