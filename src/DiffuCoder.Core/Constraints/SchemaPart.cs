using System.Collections.Immutable;
using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>A schema within a schema, and where it stands.</summary>
/// <param name="Json">The schema.</param>
/// <param name="Place">A pointer to it; the same one for the same schema.</param>
/// <param name="References">The references that led to it.</param>
internal sealed record SchemaPart(JsonElement Json, string Place, ImmutableList<string> References)
{
    /// <summary>Whether it has a keyword.</summary>
    public bool Has(string word) => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(word, out _);

    /// <summary>A schema that stands in it.</summary>
    public SchemaPart Inner(JsonElement json, params IEnumerable<string> steps) =>
        this with { Json = json, Place = string.Join('/', steps.Select(step => step.Replace("~", "~0").Replace("/", "~1")).Prepend(Place)) };

    /// <summary>The schema that a keyword names; null without the keyword.</summary>
    public SchemaPart? Under(string word) => Json.TryGetProperty(word, out var json) ? Inner(json, word) : null;

    /// <summary>The schemas that a keyword lists; null without the keyword.</summary>
    /// <exception cref="ConstraintException">It is no list, or lists none.</exception>
    public SchemaPart[]? Listed(string word)
    {
        if (!Has(word)) return null;
        var all = Values(word);
        return all.Length > 0 ? [.. all.Select((json, i) => Inner(json, word, $"{i}"))] : throw Problem($"\"{word}\" lists no schema");
    }

    /// <summary>The schemas of named members, in order.</summary>
    /// <exception cref="ConstraintException">They are no object.</exception>
    public (string Name, SchemaPart Part)[] Properties()
    {
        if (!Json.TryGetProperty("properties", out var all)) return [];
        if (all.ValueKind != JsonValueKind.Object) throw Problem("\"properties\" is no object");
        return [.. all.EnumerateObject().Select(member => (member.Name, Inner(member.Value, "properties", member.Name)))];
    }

    /// <summary>The names of members that have to be there.</summary>
    /// <exception cref="ConstraintException">They are no list of names.</exception>
    public string[] Required() => !Has("required") ? [] : [.. Values("required").Select(name =>
        name.ValueKind == JsonValueKind.String ? name.GetString()! : throw Problem("\"required\" is no list of names"))];

    /// <summary>The values that a keyword lists; null without the keyword.</summary>
    /// <exception cref="ConstraintException">It is no list.</exception>
    public JsonElement[] Values(string word)
    {
        var list = Json.GetProperty(word);
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw Problem($"\"{word}\" is no list");
    }

    /// <summary>The words of "type"; null without it.</summary>
    /// <exception cref="ConstraintException">One is no type of JSON.</exception>
    public string[]? Types()
    {
        if (!Json.TryGetProperty("type", out var type)) return null;
        JsonElement[] words = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : [type];
        if (words.Any(word => word.ValueKind != JsonValueKind.String)) throw Problem("\"type\" is a word or a list of words");
        string[] types = [.. words.Select(word => word.GetString()!)];
        return types.Except(SchemaKeywords.Types).FirstOrDefault() is { } unknown ? throw Problem($"\"{unknown}\" is no type of JSON") : types;
    }

    /// <summary>A count; null without the keyword.</summary>
    /// <exception cref="ConstraintException">It is no whole number, or too large.</exception>
    public int? Count(string word)
    {
        if (!Json.TryGetProperty(word, out var count)) return null;
        return count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var number) && number is >= 0 and <= ByteAutomaton.MostStates
            ? number
            : throw Problem($"\"{word}\" is {count.GetRawText()}; it must be a whole number up to {ByteAutomaton.MostStates}");
    }

    /// <summary>The numbers that its bounds leave, one automaton for each bound.</summary>
    /// <exception cref="ConstraintException">A bound is no number, or has too many digits.</exception>
    public IEnumerable<ByteAutomaton> Bounds()
    {
        foreach (var word in SchemaKeywords.OfNumbers)
        {
            if (!Json.TryGetProperty(word, out var bound)) continue;
            var number = bound.ValueKind == JsonValueKind.Number ? PlainDecimal.Of(bound.GetRawText()) : null;
            if (number is null) throw Problem($"\"{word}\" is {bound.GetRawText()}; it must be a number of at most 1000 digits");
            var isExclusive = word.StartsWith("exclusive", StringComparison.Ordinal);
            yield return word.EndsWith("inimum", StringComparison.Ordinal)
                ? NumberLanguages.Above(number, isExclusive)
                : NumberLanguages.Below(number, isExclusive);
        }
    }

    /// <summary>What is wrong with it.</summary>
    public ConstraintException Problem(string what) => new($"The JSON schema cannot be used at {Place}: {what}.");
}
