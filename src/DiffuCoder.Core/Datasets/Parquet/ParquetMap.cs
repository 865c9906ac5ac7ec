using System.Text.Json;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>A map, written as an object.</summary>
/// <param name="key">Its keys.</param>
/// <param name="value">Its values.</param>
/// <param name="definition">Definition level from which it has an entry; one below it is empty, further below null.</param>
/// <param name="repetition">Repetition level at which it goes on.</param>
internal sealed class ParquetMap(ParquetLeaf key, ParquetNode value, int definition, int repetition) : ParquetNode
{
    public override int Definition => key.Definition;

    public override int Repetition => key.Repetition;

    public override void Skip()
    {
        key.Skip();
        value.Skip();
    }

    public override void Write(Utf8JsonWriter json)
    {
        if (Definition < definition - 1)
        {
            json.WriteNullValue();
            Skip();
            return;
        }
        json.WriteStartObject();
        if (Definition < definition) Skip();
        else
            do
            {
                json.WritePropertyName(key.Name());
                value.Write(json);
            }
            while (Repetition == repetition);
        json.WriteEndObject();
    }
}
