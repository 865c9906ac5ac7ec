namespace DiffuCoder.Datasets.Parquet;

/// <summary>
/// From the elements of a footer to a tree, by the rules of the format (parquet-format, LogicalTypes.md), those for lists of older writers included.
/// </summary>
internal sealed class SchemaReader
{
    private readonly string file;
    private readonly IReadOnlyList<SchemaElement> elements;
    private int next, leaves;

    private SchemaReader(string file, IReadOnlyList<SchemaElement> elements) => (this.file, this.elements) = (file, elements);

    /// <summary>The columns of a file.</summary>
    /// <exception cref="DataException">A column is of a type that is not read.</exception>
    /// <exception cref="InvalidDataException">The elements are no tree.</exception>
    public static SchemaNode.Struct Read(string file, IReadOnlyList<SchemaElement> elements)
    {
        var reader = new SchemaReader(file, elements);
        var root = reader.Next();
        var columns = reader.Columns(root, "", 0, 0);
        return reader.next == elements.Count ? new(columns, 0) : throw new InvalidDataException("its schema has more columns than it tells of");
    }

    private SchemaElement Next() => next < elements.Count ? elements[next++] : throw new InvalidDataException("its schema ends early");

    private IReadOnlyList<(string Name, SchemaNode Node)> Columns(SchemaElement group, string path, int definition, int repetition)
    {
        var columns = new List<(string Name, SchemaNode Node)>();
        for (var i = 0; i < group.Children; i++)
        {
            var element = Next();
            if (columns.Any(column => column.Name == element.Name))
                throw new DataException(
                    file, $"two columns of the Parquet file are named \"{path}{element.Name}\". Write it with a name of its own for each.");
            columns.Add((element.Name, Column(element, path + element.Name, definition, repetition)));
        }
        return columns;
    }

    /// <summary>What an element and those below it are. One that repeats outside an annotated list is a list of itself.</summary>
    private SchemaNode Column(SchemaElement element, string path, int definition, int repetition) => element.Repetition switch
    {
        ColumnRepetition.Required => Once(element, path, definition, repetition),
        ColumnRepetition.Optional => Once(element, path, definition + 1, repetition),
        ColumnRepetition.Repeated => new SchemaNode.List(Once(element, path, definition + 1, repetition + 1), definition + 1, repetition + 1),
        _ => throw new InvalidDataException($"the column \"{path}\" repeats in a way that the format does not know"),
    };

    private SchemaNode Once(SchemaElement element, string path, int definition, int repetition) => (element.Physical, element.Logical.Kind) switch
    {
        (not null, _) => Leaf(element, path, definition, repetition),
        (null, _) when element.Children == 0 => throw new InvalidDataException($"the group \"{path}\" has no columns"),
        (null, LogicalKind.List) => List(element, path, definition, repetition),
        (null, LogicalKind.Map) => Map(element, path, definition, repetition),
        (null, LogicalKind.None) => new SchemaNode.Struct(Columns(element, path + ".", definition, repetition), definition),
        _ => throw Refused(path, element.Logical.Kind.ToString().ToUpperInvariant(), "Write it as plain columns"),
    };

    private SchemaNode.Leaf Leaf(SchemaElement element, string path, int definition, int repetition) =>
        new(leaves++, path, element,
            ValueForm.Of(element)
            ?? throw Refused(path, $"{element.Logical.Kind} stored as {element.Physical}", "Convert the column to text or numbers"),
            definition, repetition);

    private SchemaNode.List List(SchemaElement list, string path, int definition, int repetition)
    {
        var repeated = Next();
        if (list.Children != 1 || repeated.Repetition != ColumnRepetition.Repeated)
            throw new InvalidDataException($"the list \"{path}\" is not as the format describes lists");
        var inner = $"{path}.{repeated.Name}";
        if (repeated is { Physical: null, Children: 1 } && repeated.Name != "array" && repeated.Name != $"{list.Name}_tuple"
            && next < elements.Count && elements[next].Repetition != ColumnRepetition.Repeated && repeated.Logical.Kind is LogicalKind.None)
        {
            var item = Next();
            return new(Column(item, $"{inner}.{item.Name}", definition + 1, repetition + 1), definition + 1, repetition + 1);
        }
        return new(Once(repeated, inner, definition + 1, repetition + 1), definition + 1, repetition + 1);
    }

    private SchemaNode.Map Map(SchemaElement map, string path, int definition, int repetition)
    {
        var entry = Next();
        if (map.Children != 1 || entry is not { Physical: null, Repetition: ColumnRepetition.Repeated, Children: 1 or 2 })
            throw new InvalidDataException($"the map \"{path}\" is not as the format describes maps");
        var name = Next();
        if (name.Physical is null || name.Repetition == ColumnRepetition.Repeated)
            throw Refused(path, "MAP with keys that are no plain values", "Write it as a list of structs");
        if (entry.Children == 1) throw Refused(path, "MAP without values", "Write it as a list");
        var isOptional = name.Repetition == ColumnRepetition.Optional ? 1 : 0;
        var key = Leaf(name, $"{path}.{entry.Name}.{name.Name}", definition + 1 + isOptional, repetition + 1);
        var value = Next();
        return new(key, Column(value, $"{path}.{entry.Name}.{value.Name}", definition + 1, repetition + 1), definition + 1, repetition + 1);
    }

    private DataException Refused(string path, string type, string remedy) =>
        new(file, $"the column \"{path}\" is of a Parquet type that is not read ({type}). {remedy}, or write the file without it.");
}
