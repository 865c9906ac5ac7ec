using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>Kinds of values.</summary>
[Flags]
internal enum SchemaKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    String = 16,
    Number = 32,
    All = 63,
}

/// <summary>What kinds of values a schema may accept: two that have none in common are never met at once, whatever else they say.</summary>
internal static class SchemaTypes
{
    /// <summary>The kinds; none of the others is accepted.</summary>
    /// <param name="source">Where references lead.</param>
    /// <param name="part">The schema.</param>
    public static SchemaKinds Of(SchemaSource source, SchemaPart part) => Of(source, part, []);

    private static SchemaKinds Of(SchemaSource source, SchemaPart part, IReadOnlyList<string> path)
    {
        if (part.Json.ValueKind == JsonValueKind.False) return SchemaKinds.None;
        if (part.Json.ValueKind != JsonValueKind.Object || path.Contains(part.Place)) return SchemaKinds.All;
        IReadOnlyList<string> on = [.. path, part.Place];
        if (part.Has("$ref")) return Of(source, source.Target(part), on);
        var kinds = part.Types() is { } types ? Any(types.Select(Kind)) : SchemaKinds.All;
        if (part.Has("const")) kinds &= Kind(part.Json.GetProperty("const"));
        if (part.Has("enum")) kinds &= Any(part.Values("enum").Select(Kind));
        foreach (var one in part.Listed("allOf") ?? []) kinds &= Of(source, one, on);
        foreach (var word in (string[])["anyOf", "oneOf"])
            if (part.Listed(word) is { } options) kinds &= Any(options.Select(one => Of(source, one, on)));
        return kinds;
    }

    private static SchemaKinds Any(IEnumerable<SchemaKinds> kinds) => kinds.Aggregate(SchemaKinds.None, (all, one) => all | one);

    private static SchemaKinds Kind(string type) => type == "integer" ? SchemaKinds.Number : Enum.Parse<SchemaKinds>(type, ignoreCase: true);

    private static SchemaKinds Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => SchemaKinds.Boolean,
        _ => Enum.Parse<SchemaKinds>(value.ValueKind.ToString()),
    };
}
