using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace DiffuCoder.Datasets;

/// <summary>Values of Parquet as JSON, in the forms that Python's readers write: a NaN is null, an infinity a number too large for a double.</summary>
internal static class ParquetValue
{
    private const string Infinity = "1e999";

    /// <summary>Writes a value. Bytes that are marked as no text become an object with base64, so that nobody takes them for text.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or double.NaN or float.NaN:
                json.WriteNullValue();
                break;
            case double.PositiveInfinity or float.PositiveInfinity:
                json.WriteRawValue(Infinity);
                break;
            case double.NegativeInfinity or float.NegativeInfinity:
                json.WriteRawValue("-" + Infinity);
                break;
            case ReadOnlyMemory<char> text:
                json.WriteStringValue(text.Span);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case ReadOnlyMemory<byte> bytes:
                json.WriteStartObject();
                json.WriteBase64String("base64", bytes.Span);
                json.WriteEndObject();
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger:
                json.WriteRawValue(TextOf(value), skipInputValidation: true);
                break;
            default:
                json.WriteStringValue(TextOf(value));
                break;
        }
    }

    /// <summary>The text of a value, the same in every culture; times as in ISO 8601.</summary>
    public static string TextOf(object value) => value switch
    {
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
