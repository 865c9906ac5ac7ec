using System.Collections.Concurrent;

namespace DiffuCoder.Constraints;

/// <summary>
/// The texts of JSON by what they are. They are read among texts that are known to be JSON in the one spelling that is written here, with so many
/// objects and arrays within one another at most: within brackets it is enough to count them, which takes few states.
/// </summary>
internal static class JsonShapes
{
    private static readonly ConcurrentDictionary<int, Language> contents = [];
    private static readonly Language characters =
        new Language.Characters(CodePoints.Of(('0', '9'), ('a', 'z'), ('E', 'E')).Or(CodePoints.AnyOf("+-., :")));

    /// <summary>Any value.</summary>
    public static Language Any(int depth) => Language.Either([.. SchemaKeywords.Types.Select(type => Of(type, depth))]);

    /// <summary>Values of a type.</summary>
    public static Language Of(string type, int depth) => type switch
    {
        "object" => Bracketed('{', '}', depth),
        "array" => Bracketed('[', ']', depth),
        "string" => JsonLanguages.String,
        "number" => NumberLanguages.Any,
        "integer" => NumberLanguages.Integral,
        "boolean" => JsonLanguages.Boolean,
        _ => JsonLanguages.Null,
    };

    /// <summary>Values of any other type.</summary>
    public static Language Except(string type, int depth) => Language.Either([
        .. SchemaKeywords.Types.Where(other => other != type && (other, type) is not ("integer", "number")).Select(other => Of(other, depth))]);

    private static Language Bracketed(char open, char close, int depth) =>
        depth == 0 ? Language.None : Language.Of(Language.One(open), Content(depth - 1), Language.One(close));

    private static Language Content(int depth) => contents.GetOrAdd(depth, _ =>
    {
        var inner = depth == 0
            ? Language.None
            : Language.Of(new Language.Characters(CodePoints.AnyOf("[{")), Content(depth - 1), new Language.Characters(CodePoints.AnyOf("]}")));
        var all = new Language.Repeat(Language.Either(JsonLanguages.String, characters, inner), 0, null);
        return new Language.Accepted(AutomatonBuilder.Build(all));
    });
}
