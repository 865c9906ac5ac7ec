using System.Text.Json;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>A list.</summary>
/// <param name="item">Its items.</param>
/// <param name="definition">Definition level from which it has an item; one below it is empty, further below null.</param>
/// <param name="repetition">Repetition level at which it goes on.</param>
internal sealed class ParquetList(ParquetNode item, int definition, int repetition) : ParquetNode
{
    public override int Definition => item.Definition;

    public override int Repetition => item.Repetition;

    public override void Skip() => item.Skip();

    public override void Write(Utf8JsonWriter json)
    {
        if (Definition < definition - 1)
        {
            json.WriteNullValue();
            Skip();
            return;
        }
        json.WriteStartArray();
        if (Definition < definition) Skip();
        else
            do item.Write(json);
            while (Repetition == repetition);
        json.WriteEndArray();
    }
}
