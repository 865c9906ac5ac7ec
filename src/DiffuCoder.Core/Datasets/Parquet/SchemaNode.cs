namespace DiffuCoder.Datasets.Parquet;

/// <summary>A column of a file, or a group of them, with the levels that its entries have.</summary>
/// <param name="Definition">
/// Definition level from which it is there: a value or struct that is not null, an item of a list, an entry of a map.
/// </param>
internal abstract record SchemaNode(int Definition)
{
    /// <summary>Plain values: the leaf of the tree with this number.</summary>
    internal sealed record Leaf(int Number, string Path, SchemaElement Element, ValueForm Form, int Definition, int Repetition)
        : SchemaNode(Definition);

    /// <summary>A list, whose items go on at a repetition level.</summary>
    internal sealed record List(SchemaNode Item, int Definition, int Repetition) : SchemaNode(Definition);

    /// <summary>A map, whose entries go on at a repetition level.</summary>
    internal sealed record Map(Leaf Key, SchemaNode Value, int Definition, int Repetition) : SchemaNode(Definition);

    /// <summary>Columns by name.</summary>
    internal sealed record Struct(IReadOnlyList<(string Name, SchemaNode Node)> Columns, int Definition) : SchemaNode(Definition);
}
