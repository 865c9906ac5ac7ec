using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>
/// Schemas that are seen to have no value in common, without asking automata: by the kinds of their values, by the values that they list, or by a
/// member that both require and of which this holds, such as the tag by which objects are told apart.
/// </summary>
/// <param name="source">Where references lead.</param>
internal sealed class SchemaDisjointness(SchemaSource source)
{
    private const int Deepest = 4; // members within one another

    /// <summary>Whether it is seen; where it is not, they may have none all the same.</summary>
    public bool IsSeen(SchemaPart one, SchemaPart other) => IsSeen(one, other, 0);

    private bool IsSeen(SchemaPart one, SchemaPart other, int level)
    {
        var common = SchemaTypes.Of(source, one) & SchemaTypes.Of(source, other);
        if (common == SchemaKinds.None) return true;
        var (own, its) = (Holding(one, []).ToArray(), Holding(other, []).ToArray());
        if (Lists(own).Any(some => Lists(its).Any(others => !Meet(some, others)))) return true;
        return common == SchemaKinds.Object && level < Deepest && Required(own).Intersect(Required(its))
            .Any(name => Named(own, name).Any(member => Named(its, name).Any(same => IsSeen(member, same, level + 1))));
    }

    // what has to hold where a schema does, as far as it says so itself
    private IEnumerable<SchemaPart> Holding(SchemaPart part, IReadOnlyList<string> path)
    {
        if (part.Json.ValueKind != JsonValueKind.Object || path.Contains(part.Place)) return [];
        IReadOnlyList<string> on = [.. path, part.Place];
        return part.Has("$ref")
            ? Holding(source.Target(part), on)
            : (part.Listed("allOf") ?? []).SelectMany(one => Holding(one, on)).Prepend(part);
    }

    private static bool Meet(JsonElement[] some, JsonElement[] others) =>
        some.Any(value => others.Any(other => JsonElement.DeepEquals(value, other)));

    private static IEnumerable<JsonElement[]> Lists(SchemaPart[] parts) => parts.SelectMany(part => (JsonElement[][])[
        .. part.Has("const") ? [[part.Json.GetProperty("const")]] : (JsonElement[][])[],
        .. part.Has("enum") ? [part.Values("enum")] : (JsonElement[][])[]]);

    private static IEnumerable<string> Required(SchemaPart[] parts) => parts.SelectMany(part => part.Required());

    private static IEnumerable<SchemaPart> Named(SchemaPart[] parts, string name) =>
        parts.SelectMany(part => part.Properties()).Where(member => member.Name == name).Select(member => member.Part);
}
