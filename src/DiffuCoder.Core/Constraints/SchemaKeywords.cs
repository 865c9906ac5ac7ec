using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>
/// The keywords of JSON schemas that are understood; any other is refused by name, for a text that ignores it need not be what was asked for.
/// </summary>
internal static class SchemaKeywords
{
    private static readonly string[] annotations =
    [
        "$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
        "format", "contentEncoding", "contentMediaType",
    ];

    private static readonly string[] ofObjects = ["properties", "required", "additionalProperties"];
    private static readonly string[] ofArrays = ["items", "minItems", "maxItems"];
    private static readonly string[] ofStrings = ["minLength", "maxLength", "pattern"];
    private static readonly string[] combining = ["allOf", "anyOf", "oneOf", "$ref"];

    private static readonly string[] ofNumbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
    private static readonly string[] own = [.. ofObjects, .. ofArrays, .. ofStrings, .. ofNumbers, "type", "enum", "const"];

    /// <summary>Bounds of numbers.</summary>
    public static IReadOnlyList<string> OfNumbers => ofNumbers;

    /// <summary>What "type" may say.</summary>
    public static IReadOnlyList<string> Types { get; } = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>Refuses a schema that is none, or states what is not understood.</summary>
    /// <exception cref="ConstraintException">It does.</exception>
    public static void Require(SchemaPart part)
    {
        if (part.Json.ValueKind is JsonValueKind.True or JsonValueKind.False) return;
        if (part.Json.ValueKind != JsonValueKind.Object) throw part.Problem("a schema is an object, true or false");
        string[] words = [.. part.Json.EnumerateObject().Select(member => member.Name).Except(annotations)];
        if (words.Except(own).Except(combining).FirstOrDefault() is { } unknown) throw part.Problem($"the keyword \"{unknown}\" is not supported");
        if (words.Contains("$ref") && words.Length > 1) throw part.Problem("\"$ref\" stands beside other keywords");
    }

    /// <summary>Whether it says something of itself, and not by other schemas alone.</summary>
    public static bool HasOwn(SchemaPart part) => own.Any(part.Has);

    /// <summary>The types of which its keywords speak, which are meant where no type is named.</summary>
    public static IEnumerable<string> Implied(SchemaPart part)
    {
        if (ofObjects.Any(part.Has)) yield return "object";
        if (ofArrays.Any(part.Has)) yield return "array";
        if (ofStrings.Any(part.Has)) yield return "string";
        if (ofNumbers.Any(part.Has)) yield return "number";
    }
}
