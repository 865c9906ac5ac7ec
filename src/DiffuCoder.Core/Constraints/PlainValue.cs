using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffuCoder.Constraints;

/// <summary>Values of a schema with their numbers in plain decimal form, as conditions read them.</summary>
internal static class PlainValue
{
    /// <summary>The value; null where a number of it takes too many digits.</summary>
    public static JsonElement? Of(JsonElement value)
    {
        var isPlain = true;
        var plain = Made(value);
        return isPlain ? JsonSerializer.SerializeToElement(plain) : null;

        JsonNode? Made(JsonElement part)
        {
            switch (part.ValueKind)
            {
                case JsonValueKind.Object:
                    return new JsonObject(part.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Made(member.Value))));
                case JsonValueKind.Array:
                    return new JsonArray([.. part.EnumerateArray().Select(Made)]);
                case JsonValueKind.Number when PlainDecimal.Of(part.GetRawText()) is { } number:
                    return JsonNode.Parse(number.ToString());
                case JsonValueKind.Number:
                    isPlain = false;
                    return null;
                default:
                    return JsonValue.Create(part);
            }
        }
    }

    /// <summary>How many objects and arrays lie within one another.</summary>
    public static int Nesting(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 1 + value.EnumerateObject().Select(member => Nesting(member.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + value.EnumerateArray().Select(Nesting).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
