using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>
/// The language of a JSON schema: values that it accepts, not all of them, for members stand in the order of the schema. What schemas say together
/// is put together first, so that members that several of them name are members of one object.
/// </summary>
internal sealed class JsonSchema
{
    /// <summary>A saved trajectory has the schema within it, and is read to a nesting of 64.</summary>
    private const int MostNesting = 50;

    private readonly int depth;
    private readonly SchemaSource source;
    private readonly SchemaAlternatives alternatives;
    private readonly SchemaJudge judge;

    private JsonSchema(JsonElement root, int depth)
    {
        this.depth = depth;
        source = new(root);
        (alternatives, judge) = (new(source, depth), new(source));
    }

    /// <summary>The language of a schema.</summary>
    /// <param name="schema">JSON.</param>
    /// <param name="depth">How deep it goes where it does not end by itself, and how often a reference may lead to itself.</param>
    /// <exception cref="ConstraintException">It is no JSON, or states what is not supported.</exception>
    public static Language Of(string schema, int depth)
    {
        if (depth is < 0 or > 16) throw new ConstraintException($"The depth of a JSON value is {depth}; it must lie between 0 and 16.");
        try
        {
            using var document = JsonDocument.Parse(schema, new() { MaxDepth = MostNesting });
            var whole = new JsonSchema(document.RootElement, depth);
            return whole.Value([whole.source.Root], isPlain: false).Language;
        }
        catch (JsonException damaged)
        {
            throw new ConstraintException($"The JSON schema is no JSON: {damaged.Message}");
        }
        // half a surrogate pair, which System.Text.Json has no text for, and a name twice in a listed value
        catch (Exception damaged) when (damaged is InvalidOperationException or ArgumentException)
        {
            throw new ConstraintException($"A text of the JSON schema cannot be written, or a listed value has a name twice: {damaged.Message}");
        }
    }

    // what meets several schemas at once
    private SchemaText Value(IEnumerable<SchemaPart> all, bool isPlain) =>
        SchemaText.Either(alternatives.Of(all).Select(way => Way(way, isPlain || way.IsPlain)));

    private SchemaText Way(SchemaAlternative way, bool isPlain)
    {
        if (way.Parts.FirstOrDefault(part => part.Has("const") || part.Has("enum")) is { } list) return Listed(list, way, isPlain);
        var text = Types(way.Parts) is { } types ? SchemaText.Either(types.Select(type => Typed(type, way.Parts, isPlain))) : Open(isPlain);
        return way.Without.Aggregate(text, (left, other) => left.Without(judge.Of(other, text.Nesting)));
    }

    private SchemaText Open(bool isPlain) => new(JsonLanguages.Value(depth, isPlain), depth);

    // of the values that a schema lists those with which everything is met
    private SchemaText Listed(SchemaPart list, SchemaAlternative way, bool isPlain)
    {
        var values = list.Has("const") ? [list.Json.GetProperty("const")] : list.Values("enum");
        var nesting = values.Select(PlainValue.Nesting).DefaultIfEmpty().Max();
        var own = way.Parts.SelectMany(part => judge.Own(part, nesting)).ToArray();
        var others = way.Without.Select(other => judge.Of(other, nesting)).ToArray();
        var texts = values.Where(IsMet).Select(value => JsonLanguages.Written(isPlain ? Plain(value) : value));
        return new(new Language.Choice([.. texts.Select(Language.Text)]), nesting);

        bool IsMet(JsonElement value)
        {
            if (!way.Parts.All(part => IsListed(part, value))) return false;
            if (own.Length + others.Length == 0) return true;
            var text = JsonLanguages.Written(Plain(value));
            return own.All(one => one.Accepts(text)) && !others.Any(other => other.All(one => one.Accepts(text)));
        }

        JsonElement Plain(JsonElement value) =>
            PlainValue.Of(value) ?? throw list.Problem($"a number of the listed value {value.GetRawText()} takes more than 1000 digits");
    }

    private static bool IsListed(SchemaPart part, JsonElement value) =>
        (!part.Has("const") || JsonElement.DeepEquals(part.Json.GetProperty("const"), value))
        && (!part.Has("enum") || part.Values("enum").Any(one => JsonElement.DeepEquals(one, value)));

    private SchemaText Typed(string type, IReadOnlyList<SchemaPart> parts, bool isPlain) => type switch
    {
        "object" => Object(parts, isPlain),
        "array" => Array(parts, isPlain),
        "string" => new(String(parts), 0),
        "number" => new(Number(parts, isPlain ? NumberLanguages.Any : JsonLanguages.Number, NumberLanguages.Any), 0),
        "integer" => new(Number(parts, JsonLanguages.Integer, JsonLanguages.Integer), 0),
        "boolean" => new(JsonLanguages.Boolean, 0),
        _ => new(JsonLanguages.Null, 0),
    };

    private SchemaText Object(IReadOnlyList<SchemaPart> parts, bool isPlain)
    {
        var declared = parts.SelectMany(part => part.Properties()).Select(member => member.Name).Distinct().ToArray();
        var required = parts.SelectMany(part => part.Required()).ToHashSet();
        string[] names = [.. declared, .. required.Except(declared)];
        var values = names.Select(name => Value(parts.Select(part => Member(part, name)).OfType<SchemaPart>(), isPlain)).ToArray();
        var stated = parts.Select(part => part.Under("additionalProperties")).OfType<SchemaPart>().ToArray();
        // where a schema says what members there are, others are not called for
        SchemaText? others = stated.Any(one => one.Json.ValueKind == JsonValueKind.False) || (stated.Length == 0 && declared.Length > 0)
            ? null
            : Value(stated, isPlain);
        var language = JsonLanguages.Object(
            [.. names.Zip(values, (name, value) => (JsonLanguages.Name(name), value.Language, required.Contains(name)))],
            others is { } some ? (JsonLanguages.OtherNames(names), some.Language) : null);
        return new(language, 1 + values.Append(others ?? default).Max(value => value.Nesting));
    }

    // what a schema says of a member; null where it says nothing
    private static SchemaPart? Member(SchemaPart part, string name) =>
        part.Properties().Where(member => member.Name == name).Select(member => member.Part).FirstOrDefault() ?? part.Under("additionalProperties");

    private SchemaText Array(IReadOnlyList<SchemaPart> parts, bool isPlain)
    {
        var items = Value(parts.Select(part => part.Under("items")).OfType<SchemaPart>(), isPlain);
        var language = JsonLanguages.Array(items.Language, Least(parts, "minItems"), parts.Min(part => part.Count("maxItems")));
        return new(language, 1 + items.Nesting);
    }

    private static Language String(IReadOnlyList<SchemaPart> parts)
    {
        var length = new Language.Repeat(
            new Language.Characters(CodePoints.All), Least(parts, "minLength"), parts.Min(part => part.Count("maxLength")));
        if (length.Most < length.Least) return Language.None;
        Language[] conditions = [
            .. parts.Select(JsonConditions.Matching).OfType<Language>(),
            .. length is { Least: 0, Most: null } ? (Language[])[] : [JsonLanguages.Quoted(length)]];
        return conditions.Length == 0 ? JsonLanguages.String : All(conditions);
    }

    private static Language Number(IReadOnlyList<SchemaPart> parts, Language free, Language bounded)
    {
        Language[] bounds = [.. parts.SelectMany(part => part.Bounds()).Select(bound => new Language.Accepted(bound))];
        return bounds.Length == 0 ? free : All([bounded, .. bounds]);
    }

    private static Language All(Language[] some) =>
        new Language.Accepted(some.Select(AutomatonBuilder.Build).Aggregate((one, other) => one.And(other)));

    private static int Least(IReadOnlyList<SchemaPart> parts, string word) => parts.Max(part => part.Count(word)) ?? 0;

    // the types that all schemas allow, those of which they speak where none names any, or null for all
    private static string[]? Types(IReadOnlyList<SchemaPart> parts)
    {
        var named = parts.Select(part => part.Types()).OfType<string[]>()
            .Select(types => types.Contains("number") ? types.Append("integer").Distinct() : types).ToArray();
        if (named.Length == 0) return parts.SelectMany(SchemaKeywords.Implied).Distinct().ToArray() is { Length: > 0 } implied ? implied : null;
        var common = named.Aggregate((one, other) => one.Intersect(other)).ToArray();
        return common.Contains("number") ? [.. common.Where(type => type != "integer")] : common;
    }
}
