using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>
/// The language of a JSON schema: values that it accepts, not all of them, for members stand in the order of the schema. A keyword that is not
/// known is refused by name, for a text that ignores it need not be what was asked for.
/// </summary>
/// <param name="root">The whole schema.</param>
/// <param name="depth">How deep a value that the schema leaves open may be, and how often a reference may lead to itself.</param>
internal sealed class JsonSchema(JsonElement root, int depth)
{
    private static readonly string[] annotations =
    [
        "$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
        "format", "contentEncoding", "contentMediaType",
    ];

    private static readonly string[] ofObjects = ["properties", "required", "additionalProperties"];
    private static readonly string[] ofArrays = ["items", "minItems", "maxItems"];
    private static readonly string[] ofStrings = ["minLength", "maxLength", "pattern"];
    private static readonly string[] known = [.. ofObjects, .. ofArrays, .. ofStrings, "type", "enum", "const", "anyOf", "$ref"];

    /// <summary>The language of a schema.</summary>
    /// <param name="schema">JSON.</param>
    /// <param name="depth">How deep it goes where it does not end by itself.</param>
    /// <exception cref="ConstraintException">It is no JSON, or states what is not supported.</exception>
    public static Language Of(string schema, int depth)
    {
        if (depth is < 0 or > 16) throw new ConstraintException($"The depth of a JSON value is {depth}; it must lie between 0 and 16.");
        try
        {
            using var document = JsonDocument.Parse(schema);
            return new JsonSchema(document.RootElement, depth).Value(document.RootElement, "#", []);
        }
        catch (JsonException damaged)
        {
            throw new ConstraintException($"The JSON schema is no JSON: {damaged.Message}");
        }
    }

    private Language Value(JsonElement schema, string place, IReadOnlyList<string> references)
    {
        if (schema.ValueKind == JsonValueKind.True) return JsonLanguages.Value(depth);
        if (schema.ValueKind == JsonValueKind.False) return Language.None;
        if (schema.ValueKind != JsonValueKind.Object) throw Problem(place, "a schema is an object, true or false");
        string[] words = [.. schema.EnumerateObject().Select(member => member.Name).Except(annotations)];
        if (words.Except(known).FirstOrDefault() is { } unknown) throw Problem(place, $"the keyword \"{unknown}\" is not supported");
        if (words.Contains("$ref")) return Referred(schema, words, place, references);
        if (words.Contains("const") || words.Contains("enum")) return Listed(schema, words, place);
        var typed = words.Any(word => word != "anyOf") || words.Length == 0 ? Typed(schema, place, references) : null;
        if (!schema.TryGetProperty("anyOf", out var options)) return typed ?? JsonLanguages.Value(depth);
        var any = new Language.Choice([.. Members(options, $"{place}/anyOf").Select((one, i) => Value(one, $"{place}/anyOf/{i}", references))]);
        return typed is null ? any : Both(typed, any);
    }

    private Language Referred(JsonElement schema, string[] words, string place, IReadOnlyList<string> references)
    {
        if (words.Length > 1) throw Problem(place, "\"$ref\" stands beside other keywords");
        var pointer = schema.GetProperty("$ref").GetString() ?? "";
        if (!pointer.StartsWith('#')) throw Problem(place, $"the reference {pointer} leads out of the schema");
        if (references.Count(one => one == pointer) > depth) return Language.None;
        var target = root;
        foreach (var step in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (target.ValueKind != JsonValueKind.Object
                || !target.TryGetProperty(Uri.UnescapeDataString(step).Replace("~1", "/").Replace("~0", "~"), out target))
                throw Problem(place, $"the reference {pointer} leads nowhere");
        return Value(target, pointer, [.. references, pointer]);
    }

    private static Language Listed(JsonElement schema, string[] words, string place)
    {
        if (words.Except(["const", "enum", "type"]).FirstOrDefault() is { } other)
            throw Problem(place, $"\"{other}\" stands beside a list of the values themselves");
        var values = schema.TryGetProperty("const", out var only) ? [only] : Members(schema.GetProperty("enum"), $"{place}/enum");
        var types = Types(schema, place);
        return new Language.Choice([.. values.Where(value => types is null || types.Any(type => Is(value, type))).Select(JsonLanguages.Exactly)]);
    }

    private Language Typed(JsonElement schema, string place, IReadOnlyList<string> references)
    {
        var types = Types(schema, place) ?? Implied(schema);
        return types is null
            ? JsonLanguages.Value(depth)
            : new Language.Choice([.. types.Select(type => type switch
            {
                "object" => Object(schema, place, references),
                "array" => Array(schema, place, references),
                "string" => String(schema, place),
                "number" => JsonLanguages.Number,
                "integer" => JsonLanguages.Integer,
                "boolean" => JsonLanguages.Boolean,
                "null" => JsonLanguages.Null,
                _ => throw Problem(place, $"\"{type}\" is no type of JSON"),
            })]);
    }

    private Language Object(JsonElement schema, string place, IReadOnlyList<string> references)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? Members(names, $"{place}/required").Select(name => name.GetString() ?? "").ToArray()
            : [];
        var declared = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToArray() : [];
        // where a schema says what members there are, others are not called for
        var others = schema.TryGetProperty("additionalProperties", out var additional)
            ? Value(additional, $"{place}/additionalProperties", references)
            : declared.Length > 0 ? null : JsonLanguages.Value(depth);
        if (additional.ValueKind == JsonValueKind.False) others = null;
        var known = declared.Select(member => member.Name).ToHashSet();
        (Language Name, Language Value, bool IsRequired)[] members = [
            .. declared.Select(member => (
                Name(member.Name), Value(member.Value, $"{place}/properties/{member.Name}", references), required.Contains(member.Name))),
            .. required.Where(name => !known.Contains(name)).Distinct().Select(name => (Name(name), others ?? Language.None, true))];
        return JsonLanguages.Object(members, others is null ? null : (OtherNames([.. known, .. required]), others));
    }

    private Language Array(JsonElement schema, string place, IReadOnlyList<string> references) => JsonLanguages.Array(
        schema.TryGetProperty("items", out var items) ? Value(items, $"{place}/items", references) : JsonLanguages.Value(depth),
        Count(schema, "minItems", place) ?? 0,
        Count(schema, "maxItems", place));

    private static Language String(JsonElement schema, string place)
    {
        var length = new Language.Repeat(
            new Language.Characters(CodePoints.All), Count(schema, "minLength", place) ?? 0, Count(schema, "maxLength", place));
        if (length.Most < length.Least) return Language.None;
        if (!schema.TryGetProperty("pattern", out var pattern)) return JsonLanguages.Quoted(length);
        var matched = JsonLanguages.Quoted(RegexParser.Searched(pattern.GetString() ?? throw Problem(place, "\"pattern\" is no string")));
        return length is { Least: 0, Most: null } ? matched : Both(matched, JsonLanguages.Quoted(length));
    }

    private static Language Name(string name) => JsonLanguages.Quoted(Language.Text(name));

    private static Language OtherNames(IReadOnlyCollection<string> names) => names.Count == 0
        ? JsonLanguages.String
        : new Language.Accepted(AutomatonBuilder.Build(JsonLanguages.String)
            .Without(AutomatonBuilder.Build(new Language.Choice([.. names.Select(Name)]))));

    private static Language Both(Language one, Language other) =>
        new Language.Accepted(AutomatonBuilder.Build(one).And(AutomatonBuilder.Build(other)));

    private static string[]? Types(JsonElement schema, string place) => !schema.TryGetProperty("type", out var type) ? null : type.ValueKind switch
    {
        JsonValueKind.String => [type.GetString()!],
        JsonValueKind.Array => [.. type.EnumerateArray().Select(one => one.GetString() ?? "")],
        _ => throw Problem(place, "\"type\" is a word or a list of words"),
    };

    private static string[]? Implied(JsonElement schema)
    {
        bool Has(string[] words) => words.Any(word => schema.TryGetProperty(word, out _));
        return Has(ofObjects) ? ["object"] : Has(ofArrays) ? ["array"] : Has(ofStrings) ? ["string"] : null;
    }

    private static bool Is(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && value.TryGetDecimal(out var number) && number == decimal.Truncate(number)),
        JsonValueKind.Null => type == "null",
        _ => type == "boolean",
    };

    private static int? Count(JsonElement schema, string word, string place)
    {
        if (!schema.TryGetProperty(word, out var count)) return null;
        return count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var number) && number is >= 0 and <= ByteAutomaton.MostStates
            ? number
            : throw Problem(place, $"\"{word}\" is {count.GetRawText()}; it must be a whole number up to {ByteAutomaton.MostStates}");
    }

    private static JsonElement[] Members(JsonElement list, string place) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw Problem(place, "this is no list");

    private static ConstraintException Problem(string place, string what) => new($"The JSON schema cannot be used at {place}: {what}.");
}
