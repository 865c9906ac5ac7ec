using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>A whole schema, in which references lead from one place to another.</summary>
/// <param name="root">The schema.</param>
internal sealed class SchemaSource(JsonElement root)
{
    /// <summary>All of it.</summary>
    public SchemaPart Root => new(root, "#", []);

    /// <summary>Where the reference of a schema leads.</summary>
    /// <exception cref="ConstraintException">Out of the schema, or nowhere.</exception>
    public SchemaPart Target(SchemaPart part)
    {
        var reference = part.Json.GetProperty("$ref");
        var pointer = reference.ValueKind == JsonValueKind.String ? reference.GetString()! : throw part.Problem("\"$ref\" is no text");
        if (!pointer.StartsWith('#')) throw part.Problem($"the reference {pointer} leads out of the schema");
        var target = new SchemaPart(root, "#", part.References);
        foreach (var step in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/").Replace("~0", "~");
            target = Step(target.Json, name) is { } json
                ? target.Inner(json, name)
                : throw part.Problem($"the reference {pointer} leads nowhere");
        }
        return target with { References = part.References.Add(target.Place) };
    }

    private static JsonElement? Step(JsonElement from, string name) => from.ValueKind switch
    {
        JsonValueKind.Object when from.TryGetProperty(name, out var member) => member,
        JsonValueKind.Array when int.TryParse(name, out var index) && index >= 0 && index < from.GetArrayLength() => from[index],
        _ => null,
    };
}
