using System.Text.Json;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>A column of plain values, of which one page is held.</summary>
/// <param name="pages">Its pages.</param>
/// <param name="leaf">The column.</param>
/// <param name="problem">Told of a value that has no form in JSON.</param>
internal sealed class ParquetLeaf(PageReader pages, SchemaNode.Leaf leaf, Action<string> problem) : ParquetNode
{
    private Page? page;
    private int entry, taken;

    public override int Definition => Current().Definitions?[entry] ?? leaf.Definition;

    public override int Repetition => HasMore ? Current().Repetitions?[entry] ?? 0 : 0;

    /// <summary>Whether there is another entry.</summary>
    public bool HasMore
    {
        get
        {
            if (page is null || entry == page.Count) (page, entry, taken) = (pages.Next(), 0, 0);
            return page is not null;
        }
    }

    public override void Skip()
    {
        if (Definition == leaf.Definition) taken++;
        entry++;
    }

    public override void Write(Utf8JsonWriter json)
    {
        try
        {
            if (Definition == leaf.Definition) leaf.Form.Write(json, Value);
            else json.WriteNullValue();
        }
        catch (FormatException e)
        {
            problem($"the column \"{leaf.Path}\" {e.Message}");
            json.WriteNullValue();
        }
        Skip();
    }

    /// <summary>The value of the next entry as the name of a member; goes behind it.</summary>
    public string Name()
    {
        try
        {
            return Definition == leaf.Definition ? leaf.Form.Name(Value)
                : throw new FormatException("is a null, which cannot be the key of a map. Mend the row, or skip bad rows.");
        }
        catch (FormatException e)
        {
            problem($"the column \"{leaf.Path}\" {e.Message}");
            return "";
        }
        finally
        {
            Skip();
        }
    }

    private ReadOnlySpan<byte> Value => page!.Values[page.Indices?[taken] ?? taken];

    private Page Current() => HasMore ? page! : throw new InvalidDataException($"the column \"{leaf.Path}\" has fewer values than the file has rows");
}
