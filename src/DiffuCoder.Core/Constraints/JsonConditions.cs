using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>What single keywords of a schema say of values of a type, in any order of their members.</summary>
internal static class JsonConditions
{
    /// <summary>What the keywords say, and of values of which type they say it.</summary>
    /// <param name="part">The schema.</param>
    /// <param name="depth">Objects and arrays within one another at most.</param>
    /// <param name="inner">The texts of a schema within it, one level further down.</param>
    public static IEnumerable<(string Type, Language Language)> Of(SchemaPart part, int depth, Func<SchemaPart, Language> inner)
    {
        foreach (var bound in part.Bounds()) yield return ("number", new Language.Accepted(bound));
        if (Counted(part, "minLength", "maxLength") is { } length)
            yield return ("string", JsonLanguages.Quoted(Times(new Language.Characters(CodePoints.All), length)));
        if (Matching(part) is { } matched) yield return ("string", matched);
        if (depth == 0) yield break; // there are no objects and no arrays, of which it might say more
        if (Counted(part, "minItems", "maxItems") is { } count)
            yield return ("array", JsonLanguages.Array(JsonShapes.Any(depth - 1), count.Least, count.Most));
        if (part.Under("items") is { } items) yield return ("array", JsonLanguages.Array(inner(items), 0, null));
        if (part.Has("properties") || part.Has("additionalProperties")) yield return ("object", Members(part, depth, inner));
        foreach (var name in part.Required())
            yield return ("object", Holding(JsonLanguages.Member(JsonLanguages.Name(name), JsonShapes.Any(depth - 1)), depth));
    }

    /// <summary>Every way to write a value.</summary>
    /// <param name="part">The schema that states it.</param>
    /// <param name="value">The value.</param>
    /// <param name="depth">Objects and arrays within one another at most.</param>
    /// <exception cref="ConstraintException">A number of it has too many digits.</exception>
    public static Language Equal(SchemaPart part, JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Number => NumberLanguages.Equal(
            PlainDecimal.Of(value.GetRawText()) ?? throw part.Problem($"the number {value.GetRawText()} takes more than 1000 digits")),
        JsonValueKind.Array or JsonValueKind.Object when depth == 0 => Language.None,
        JsonValueKind.Array => Language.Of([
            Language.One('['),
            .. value.EnumerateArray().SelectMany(
                (item, i) => (Language[])[i == 0 ? Language.Empty : JsonLanguages.Comma, Equal(part, item, depth - 1)]),
            Language.One(']')]),
        JsonValueKind.Object => EqualObject(part, value, depth),
        _ => Language.Text(JsonLanguages.Written(value)),
    };

    /// <summary>Strings in which the pattern of a schema matches somewhere; null without one.</summary>
    /// <exception cref="ConstraintException">It is no expression of the dialect.</exception>
    public static Language? Matching(SchemaPart part) => !part.Json.TryGetProperty("pattern", out var pattern) ? null
        : pattern.ValueKind == JsonValueKind.String ? JsonLanguages.Quoted(RegexParser.Searched(pattern.GetString()!))
        : throw part.Problem("\"pattern\" is no string");

    private static Language EqualObject(SchemaPart part, JsonElement value, int depth)
    {
        Language[] members = [
            .. value.EnumerateObject().Select(member => JsonLanguages.Member(JsonLanguages.Name(member.Name), Equal(part, member.Value, depth - 1)))];
        return members.Aggregate(Anyhow(new Language.Choice(members)), (all, member) =>
            new Language.Accepted(AutomatonBuilder.Build(all).And(AutomatonBuilder.Build(Holding(member, depth)))));
    }

    private static Language Members(SchemaPart part, int depth, Func<SchemaPart, Language> inner)
    {
        var declared = part.Properties();
        var others = part.Under("additionalProperties") is { } stated ? inner(stated) : JsonShapes.Any(depth - 1);
        return Anyhow(Language.Either([
            .. declared.Select(member => JsonLanguages.Member(JsonLanguages.Name(member.Name), inner(member.Part))),
            JsonLanguages.Member(JsonLanguages.OtherNames([.. declared.Select(member => member.Name)]), others)]));
    }

    // an object of such members in any order
    private static Language Anyhow(Language member) => Language.Of(
        Language.One('{'),
        Language.Of(member, new Language.Repeat(Language.Of(JsonLanguages.Comma, member), 0, null)).Optional(),
        Language.One('}'));

    // an object with such a member somewhere
    private static Language Holding(Language member, int depth)
    {
        var any = JsonLanguages.Member(JsonLanguages.String, JsonShapes.Any(depth - 1));
        return Language.Of(
            Language.One('{'), new Language.Repeat(Language.Of(any, JsonLanguages.Comma), 0, null), member,
            new Language.Repeat(Language.Of(JsonLanguages.Comma, any), 0, null), Language.One('}'));
    }

    private static (int Least, int? Most)? Counted(SchemaPart part, string least, string most) =>
        part.Has(least) || part.Has(most) ? (part.Count(least) ?? 0, part.Count(most)) : null;

    private static Language Times(Language one, (int Least, int? Most) count) =>
        count.Most < count.Least ? Language.None : new Language.Repeat(one, count.Least, count.Most);
}
