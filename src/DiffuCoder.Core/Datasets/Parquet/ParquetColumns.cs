using System.Text.Json;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>The columns of a row group, as a tree that writes one row after the other.</summary>
internal sealed class ParquetColumns
{
    private readonly Func<SchemaNode.Leaf, PageReader> pages;
    private readonly List<ParquetLeaf> leaves = [];
    private readonly ParquetNode root;
    private string? problem;

    /// <param name="schema">The file's.</param>
    /// <param name="pages">The pages of a column.</param>
    public ParquetColumns(SchemaNode.Struct schema, Func<SchemaNode.Leaf, PageReader> pages)
    {
        this.pages = pages;
        root = Node(schema);
    }

    /// <summary>Whether every column is at its end.</summary>
    public bool IsAtEnd => leaves.TrueForAll(leaf => !leaf.HasMore);

    /// <summary>Writes the next row.</summary>
    /// <returns>What of it has no form in JSON; null where all has.</returns>
    public string? WriteRow(Utf8JsonWriter json)
    {
        problem = null;
        root.Write(json);
        return problem;
    }

    private ParquetNode Node(SchemaNode node) => node switch
    {
        SchemaNode.List list => new ParquetList(Node(list.Item), list.Definition, list.Repetition),
        SchemaNode.Map map => new ParquetMap(Leaf(map.Key), Node(map.Value), map.Definition, map.Repetition),
        SchemaNode.Struct inner => new ParquetObject([.. inner.Columns.Select(column => (column.Name, Node(column.Node)))], inner.Definition),
        SchemaNode.Leaf leaf => Leaf(leaf),
        _ => throw new NotSupportedException($"{node.GetType().Name} is no known kind of column."),
    };

    private ParquetLeaf Leaf(SchemaNode.Leaf leaf)
    {
        var made = new ParquetLeaf(pages(leaf), leaf, words => problem ??= words);
        leaves.Add(made);
        return made;
    }
}
