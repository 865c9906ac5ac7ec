namespace DiffuCoder.Datasets.Parquet;

/// <summary>What the values of a column mean. The newer form of the annotation counts where a file has both.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Scale">Of decimals: digits behind the point.</param>
/// <param name="Unit">Of times: parts of a second, as the exponent of ten (3, 6 or 9).</param>
/// <param name="IsUtc">Of points in time: whether they are in UTC, or of no time zone.</param>
/// <param name="Bits">Of whole numbers: how many bits they have.</param>
/// <param name="IsSigned">Of whole numbers: whether they may be negative.</param>
internal readonly record struct LogicalType(LogicalKind Kind, int Scale = 0, int Unit = 0, bool IsUtc = false, int Bits = 0, bool IsSigned = true)
{
    public static LogicalType Of(ThriftStruct element) =>
        element.Has(10) && element.Struct(10) is var union && union.Fields.Any() ? Newer(union) : Older(element);

    private static LogicalType Newer(ThriftStruct union)
    {
        var number = union.Fields.First();
        var inner = union.Struct(number);
        return number switch
        {
            1 => new(LogicalKind.Text),
            2 => new(LogicalKind.Map),
            3 => new(LogicalKind.List),
            4 => new(LogicalKind.Text),
            5 => new(LogicalKind.Decimal, Scale: (int)inner.Integer(1)),
            6 => new(LogicalKind.Date),
            7 => new(LogicalKind.Time, Unit: UnitOf(inner)),
            8 => new(LogicalKind.Timestamp, Unit: UnitOf(inner), IsUtc: inner.TruthOr(1, false)),
            10 => new(LogicalKind.Integer, Bits: (int)inner.Integer(1), IsSigned: inner.TruthOr(2, true)),
            11 => new(LogicalKind.Nothing),
            12 => new(LogicalKind.Text),
            13 => new(LogicalKind.None),
            14 => new(LogicalKind.Uuid),
            15 => new(LogicalKind.HalfFloat),
            16 => new(LogicalKind.Variant),
            17 => new(LogicalKind.Geometry),
            18 => new(LogicalKind.Geography),
            _ => new(LogicalKind.Unknown),
        };
    }

    private static int UnitOf(ThriftStruct time) => time.Struct(2) switch
    {
        var unit when unit.Has(1) => 3,
        var unit when unit.Has(2) => 6,
        var unit when unit.Has(3) => 9,
        _ => throw new InvalidDataException("a time has no unit"),
    };

    private static LogicalType Older(ThriftStruct element) => element.IntegerOr(6, -1) switch
    {
        -1 => new(LogicalKind.None),
        0 or 4 or 19 => new(LogicalKind.Text),
        1 or 2 => new(LogicalKind.Map),
        3 => new(LogicalKind.List),
        5 => new(LogicalKind.Decimal, Scale: (int)element.IntegerOr(7, 0)),
        6 => new(LogicalKind.Date),
        7 => new(LogicalKind.Time, Unit: 3),
        8 => new(LogicalKind.Time, Unit: 6),
        9 => new(LogicalKind.Timestamp, Unit: 3, IsUtc: true),
        10 => new(LogicalKind.Timestamp, Unit: 6, IsUtc: true),
        var unsigned and >= 11 and <= 14 => new(LogicalKind.Integer, Bits: 8 << ((int)unsigned - 11), IsSigned: false),
        var signed and >= 15 and <= 18 => new(LogicalKind.Integer, Bits: 8 << ((int)signed - 15)),
        20 => new(LogicalKind.None),
        21 => new(LogicalKind.Interval),
        _ => new(LogicalKind.Unknown),
    };
}

/// <summary>Kinds of meaning. Enumerations and JSON are texts; BSON is bytes.</summary>
internal enum LogicalKind
{
    None,
    Text,
    List,
    Map,
    Decimal,
    Date,
    Time,
    Timestamp,
    Integer,
    Interval,
    Uuid,
    HalfFloat,
    Nothing,
    Variant,
    Geometry,
    Geography,
    Unknown,
}
