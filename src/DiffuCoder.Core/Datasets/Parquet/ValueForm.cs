using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>
/// How the values of a column become JSON: numbers as numbers, a NaN as null, an infinity as a number too large for a double, times as ISO 8601 says,
/// bytes that are marked as no text as an object with base64, so that nobody takes them for text.
/// </summary>
internal abstract class ValueForm
{
    /// <summary>Writes a value.</summary>
    /// <exception cref="FormatException">It has no such form; the message is the rest of a sentence about it.</exception>
    public abstract void Write(Utf8JsonWriter json, ReadOnlySpan<byte> value);

    /// <summary>The value as the name of a member.</summary>
    /// <exception cref="FormatException">It has no such form.</exception>
    public abstract string Name(ReadOnlySpan<byte> value);

    /// <summary>The form of a column; null where its types do not fit each other, or are not read.</summary>
    public static ValueForm? Of(SchemaElement element) => (element.Logical.Kind, element.Physical) switch
    {
        // a column of nulls holds no values, whatever they are stored as
        (LogicalKind.Nothing, _) => new Numbers(_ => "null"),
        (LogicalKind.Text, PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray) => new Texts(),
        (LogicalKind.Uuid, PhysicalType.FixedLengthByteArray) when element.Width == 16 => new Words(value =>
            new Guid(value, bigEndian: true).ToString()),
        (LogicalKind.HalfFloat, PhysicalType.FixedLengthByteArray) when element.Width == 2 => new Numbers(value =>
            Real(BinaryPrimitives.ReadHalfLittleEndian(value))),
        (LogicalKind.Interval, PhysicalType.FixedLengthByteArray) when element.Width == 12 => new Interval(),
        (LogicalKind.Decimal, PhysicalType.Int32 or PhysicalType.Int64) => new Numbers(value => DecimalText.Of(new(value), element.Logical.Scale)),
        (LogicalKind.Decimal, PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray) =>
            new Numbers(value => DecimalText.Of(new(value, isBigEndian: true), element.Logical.Scale)),
        (LogicalKind.Date, PhysicalType.Int32) => new Words(value => TimeText.Date(BinaryPrimitives.ReadInt32LittleEndian(value))),
        (LogicalKind.Time, PhysicalType.Int32) => new Words(value =>
            TimeText.Time(BinaryPrimitives.ReadInt32LittleEndian(value), element.Logical.Unit)),
        (LogicalKind.Time, PhysicalType.Int64) => new Words(value =>
            TimeText.Time(BinaryPrimitives.ReadInt64LittleEndian(value), element.Logical.Unit)),
        (LogicalKind.Timestamp, PhysicalType.Int64) =>
            new Words(value => TimeText.Point(BinaryPrimitives.ReadInt64LittleEndian(value), element.Logical.Unit, element.Logical.IsUtc)),
        (LogicalKind.Integer, PhysicalType.Int32 or PhysicalType.Int64) => new Numbers(value =>
            new BigInteger(value, !element.Logical.IsSigned).ToString(CultureInfo.InvariantCulture)),
        (LogicalKind.None, PhysicalType.Int32 or PhysicalType.Int64) => new Numbers(value =>
            new BigInteger(value).ToString(CultureInfo.InvariantCulture)),
        (LogicalKind.None, PhysicalType.Boolean) => new Numbers(value => value[0] != 0 ? "true" : "false"),
        (LogicalKind.None, PhysicalType.Float) => new Numbers(value => Real(BinaryPrimitives.ReadSingleLittleEndian(value))),
        (LogicalKind.None, PhysicalType.Double) => new Numbers(value => Real(BinaryPrimitives.ReadDoubleLittleEndian(value))),
        (LogicalKind.None, PhysicalType.Int96) => new Words(TimeText.Int96),
        (LogicalKind.None, PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray) => new Bytes(),
        _ => null,
    };

    private static string Real<T>(T value) where T : IFloatingPointIeee754<T> =>
        T.IsNaN(value) ? "null"
        : T.IsPositiveInfinity(value) ? "1e999"
        : T.IsNegativeInfinity(value) ? "-1e999"
        : value.ToString(null, CultureInfo.InvariantCulture);

    private delegate string TextForm(ReadOnlySpan<byte> value);

    private sealed class Texts : ValueForm
    {
        public override void Write(Utf8JsonWriter json, ReadOnlySpan<byte> value) => json.WriteStringValue(Valid(value));

        public override string Name(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(Valid(value));

        private static ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> value) =>
            Utf8.IsValid(value) ? value : throw new FormatException("is marked as text and is not UTF-8. Mend the row, or skip bad rows.");
    }

    private sealed class Words(TextForm text) : ValueForm
    {
        public override void Write(Utf8JsonWriter json, ReadOnlySpan<byte> value) => json.WriteStringValue(text(value));

        public override string Name(ReadOnlySpan<byte> value) => text(value);
    }

    private sealed class Numbers(TextForm text) : ValueForm
    {
        public override void Write(Utf8JsonWriter json, ReadOnlySpan<byte> value) => json.WriteRawValue(text(value), skipInputValidation: true);

        public override string Name(ReadOnlySpan<byte> value) => text(value);
    }

    private sealed class Bytes : ValueForm
    {
        public override void Write(Utf8JsonWriter json, ReadOnlySpan<byte> value)
        {
            json.WriteStartObject();
            json.WriteBase64String("base64", value);
            json.WriteEndObject();
        }

        public override string Name(ReadOnlySpan<byte> value) => Convert.ToBase64String(value);
    }

    private sealed class Interval : ValueForm
    {
        public override void Write(Utf8JsonWriter json, ReadOnlySpan<byte> value)
        {
            json.WriteStartObject();
            json.WriteNumber("months", BinaryPrimitives.ReadUInt32LittleEndian(value));
            json.WriteNumber("days", BinaryPrimitives.ReadUInt32LittleEndian(value[4..]));
            json.WriteNumber("milliseconds", BinaryPrimitives.ReadUInt32LittleEndian(value[8..]));
            json.WriteEndObject();
        }

        public override string Name(ReadOnlySpan<byte> value) => throw new FormatException("is an interval, which cannot be the key of a map.");
    }
}
