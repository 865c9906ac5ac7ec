using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>
/// Whether a text is accepted by a schema: exactly, whatever the order of its members, while <see cref="JsonSchema"/> is about what is written. Texts
/// are JSON in the spelling of <see cref="JsonLanguages"/>, with numbers in plain decimal form, and with so many objects and arrays within one
/// another at most.
/// </summary>
/// <remarks>
/// A schema is a list of conditions, an automaton each, which all have to accept. They are not made into one, which has states for each set of
/// members that were seen: most are only asked about texts in which members have an order.
/// </remarks>
/// <param name="source">Where references lead.</param>
internal sealed class SchemaJudge(SchemaSource source)
{
    private readonly Dictionary<(string Place, int Depth), IReadOnlyList<ByteAutomaton>?> known = [];

    /// <summary>The conditions of a schema.</summary>
    /// <exception cref="ConstraintException">It is not supported, or an automaton grows too large.</exception>
    public IReadOnlyList<ByteAutomaton> Of(SchemaPart part, int depth)
    {
        if (known.TryGetValue((part.Place, depth), out var found))
            return found ?? throw part.Problem("it refers to itself without an object or an array between, so that it does not say what it accepts");
        SchemaKeywords.Require(part);
        known.Add((part.Place, depth), null);
        return known[(part.Place, depth)] = [.. Conditions(part, depth)];
    }

    /// <summary>The conditions of its own keywords, but for listed values.</summary>
    public IEnumerable<ByteAutomaton> Own(SchemaPart part, int depth)
    {
        if (part.Types() is { } types) yield return Build(Language.Either([.. types.Select(type => JsonShapes.Of(type, depth))]));
        foreach (var (type, condition) in JsonConditions.Of(part, depth, inner => One(inner, depth - 1)))
            yield return Build(Language.Either(condition, JsonShapes.Except(type, depth)));
    }

    private IEnumerable<ByteAutomaton> Conditions(SchemaPart part, int depth)
    {
        if (part.Json.ValueKind == JsonValueKind.True) return [];
        if (part.Json.ValueKind == JsonValueKind.False) return [Build(Language.None)];
        if (part.Has("$ref")) return Of(source.Target(part), depth);
        var all = Own(part, depth);
        if (part.Has("const")) all = all.Append(Build(JsonConditions.Equal(part, part.Json.GetProperty("const"), depth)));
        if (part.Has("enum"))
            all = all.Append(Build(Language.Either([.. part.Values("enum").Select(value => JsonConditions.Equal(part, value, depth))])));
        foreach (var one in part.Listed("allOf") ?? []) all = all.Concat(Of(one, depth));
        if (part.Listed("anyOf") is { } any) all = all.Append(Build(Language.Either([.. any.Select(one => One(one, depth))])));
        return part.Listed("oneOf") is { } options ? all.Append(Single([.. options.Select(one => Build(One(one, depth)))])) : all;
    }

    private static ByteAutomaton Single(ByteAutomaton[] options) => Build(Language.Either([.. options.Select((one, i) =>
        (Language)new Language.Accepted(options.Where((_, j) => j != i).Aggregate(one, (left, other) => left.Without(other))))]));

    // all conditions in one
    private Language One(SchemaPart part, int depth)
    {
        if (depth < 0) return Language.None;
        var all = Of(part, depth);
        return all.Count == 0 ? JsonShapes.Any(depth) : new Language.Accepted(all.Aggregate((one, other) => one.And(other)));
    }

    private static ByteAutomaton Build(Language language) => AutomatonBuilder.Build(language);
}
