namespace DiffuCoder.Datasets.Parquet;

/// <summary>What a file says of a column, or of a group of columns.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Physical">What values are stored as; null for a group.</param>
/// <param name="Width">Bytes of a value of a fixed length.</param>
/// <param name="Repetition">Whether it must be there, may be null, or stands any number of times.</param>
/// <param name="Children">How many columns the group has.</param>
/// <param name="Logical">What values mean.</param>
internal sealed record SchemaElement(string Name, PhysicalType? Physical, int Width, ColumnRepetition Repetition, int Children, LogicalType Logical)
{
    public static SchemaElement Of(ThriftStruct element)
    {
        PhysicalType? physical = element.Has(1) ? (PhysicalType)element.Integer(1) : null;
        return new(element.Text(4), physical, physical switch
        {
            PhysicalType.Boolean => 1,
            PhysicalType.Int32 or PhysicalType.Float => 4,
            PhysicalType.Int64 or PhysicalType.Double => 8,
            PhysicalType.Int96 => 12,
            PhysicalType.FixedLengthByteArray => (int)element.Integer(2),
            _ => 0,
        }, (ColumnRepetition)element.IntegerOr(3, 0), (int)element.IntegerOr(5, 0), LogicalType.Of(element));
    }
}

/// <summary>How often a column stands in what it belongs to, by the format's numbers.</summary>
internal enum ColumnRepetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}
