using System.Text.Json;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>Columns of a struct, or of the row as a whole.</summary>
/// <param name="columns">By name.</param>
/// <param name="definition">Definition level from which the struct is not null.</param>
internal sealed class ParquetObject((string Name, ParquetNode Node)[] columns, int definition) : ParquetNode
{
    public override int Definition => columns[0].Node.Definition;

    public override int Repetition => columns[0].Node.Repetition;

    public override void Skip()
    {
        foreach (var (_, node) in columns) node.Skip();
    }

    public override void Write(Utf8JsonWriter json)
    {
        if (definition > 0 && Definition < definition)
        {
            json.WriteNullValue();
            Skip();
            return;
        }
        json.WriteStartObject();
        foreach (var (name, node) in columns)
        {
            json.WritePropertyName(name);
            node.Write(json);
        }
        json.WriteEndObject();
    }
}
