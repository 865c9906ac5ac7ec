using System.Text.Json;
using Parquet.Data;

namespace DiffuCoder.Datasets;

/// <summary>A column of plain values.</summary>
/// <param name="data">Values that are there, and the levels of all entries.</param>
/// <param name="definition">Definition level of a value; below it there is none.</param>
/// <param name="repetition">Highest repetition level; 0 outside lists.</param>
internal abstract class ParquetLeaf(RawColumnData data, int definition, int repetition) : ParquetNode
{
    private int entry, taken;

    public override int Definition => definition == 0 ? 0 : data.DefinitionLevels[entry];

    public override int Repetition => repetition == 0 || entry >= data.RepetitionLevels.Length ? 0 : data.RepetitionLevels[entry];

    /// <summary>A column of whatever type the file has.</summary>
    public static ParquetLeaf Of(RawColumnData data, int definition, int repetition) =>
        (ParquetLeaf)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(data.GetType().GetGenericArguments()), data, definition, repetition)!;

    public override void Skip() => entry++;

    public override void Write(Utf8JsonWriter json) => ParquetValue.Write(json, Next());

    /// <summary>The value of the next entry, null where there is none; goes behind it.</summary>
    public object? Next()
    {
        var isThere = Definition == definition;
        entry++;
        return isThere ? Value(taken++) : null;
    }

    /// <summary>A value by its number among those that are there.</summary>
    protected abstract object Value(int index);

    private sealed class Typed<T>(RawColumnData<T> data, int definition, int repetition) : ParquetLeaf(data, definition, repetition) where T : struct
    {
        protected override object Value(int index) => data.Values[index];
    }
}
