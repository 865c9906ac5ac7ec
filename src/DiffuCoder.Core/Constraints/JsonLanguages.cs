using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>
/// The texts of JSON (RFC 8259) in one spelling: a character of a string stands for itself unless it has to be escaped, and between values there is
/// at most a blank, behind a comma or a colon.
/// </summary>
internal static class JsonLanguages
{
    private static readonly CodePoints plain = CodePoints.Of((0, 0x1F), ('"', '"'), ('\\', '\\')).Complement();
    private static readonly Language whole = RegexParser.Whole("-?(?:0|[1-9][0-9]*)");

    /// <summary>Any number without a fraction or an exponent.</summary>
    public static Language Integer => whole;

    /// <summary>Any number.</summary>
    public static Language Number { get; } = Language.Of(whole, RegexParser.Whole(@"(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"));

    /// <summary>True or false.</summary>
    public static Language Boolean { get; } = Language.Either(Language.Text("true"), Language.Text("false"));

    /// <summary>Null.</summary>
    public static Language Null { get; } = Language.Text("null");

    /// <summary>Any string.</summary>
    public static Language String { get; } = Quoted(Language.Anything);

    /// <summary>A comma, and a blank or none.</summary>
    public static Language Comma { get; } = Language.Of(Language.One(','), Language.One(' ').Optional());

    /// <summary>Any value with so many objects and arrays within one another, at most.</summary>
    /// <param name="depth">How many.</param>
    /// <param name="isPlain">Numbers have no exponent.</param>
    public static Language Value(int depth, bool isPlain = false)
    {
        var number = isPlain ? NumberLanguages.Any : Number;
        var value = Language.Either(String, number, Boolean, Null);
        for (var i = 0; i < depth; i++)
        {
            var inner = new Language.Accepted(AutomatonBuilder.Build(value));
            value = Language.Either(
                String, number, Boolean, Null, Array(inner, 0, null), Object([], (String, inner)));
        }
        return value;
    }

    /// <summary>A string of the characters of a language.</summary>
    public static Language Quoted(Language text) => Language.Of(Language.One('"'), Escaped(text), Language.One('"'));

    /// <summary>An array.</summary>
    public static Language Array(Language item, int least, int? most)
    {
        if (most < Math.Max(1, least)) return most < least ? Language.None : Language.Text("[]");
        var items = Language.Of(
            item, new Language.Repeat(Language.Of(Comma, item), Math.Max(0, least - 1), most is { } count ? count - 1 : null));
        return Language.Of(Language.One('['), least == 0 ? items.Optional() : items, Language.One(']'));
    }

    /// <summary>An object: members in this order, those that are optional written or not, and others behind them.</summary>
    /// <param name="members">Names in quotation marks, values, and whether they have to be there.</param>
    /// <param name="others">Name and value of the others; null without any.</param>
    public static Language Object(
        IReadOnlyList<(Language Name, Language Value, bool IsRequired)> members, (Language Name, Language Value)? others)
    {
        var other = others is { } some ? Member(some.Name, some.Value) : Language.None;
        var more = new Language.Repeat(Language.Of(Comma, other), 0, others is null ? 0 : null);
        // what may follow where nothing is written yet, and where something is
        var first = others is null ? Language.Empty : Language.Of(other, more).Optional();
        Language next = more;
        foreach (var (name, value, isRequired) in members.Reverse())
        {
            var member = Member(name, value);
            var later = Language.Of(Comma, member);
            first = isRequired ? Language.Of(member, next) : Language.Either(Language.Of(member, next), first);
            next = Language.Of(isRequired ? later : later.Optional(), next);
        }
        return Language.Of(Language.One('{'), first, Language.One('}'));
    }

    /// <summary>A member of an object.</summary>
    /// <param name="name">Its name, in quotation marks.</param>
    /// <param name="value">Its value.</param>
    public static Language Member(Language name, Language value) =>
        Language.Of(name, Language.One(':'), Language.One(' ').Optional(), value);

    /// <summary>A name in quotation marks.</summary>
    public static Language Name(string name) => Quoted(Language.Text(name));

    /// <summary>Any name but these.</summary>
    public static Language OtherNames(IReadOnlyCollection<string> names) => names.Count == 0
        ? String
        : new Language.Accepted(AutomatonBuilder.Build(String).Without(AutomatonBuilder.Build(new Language.Choice([.. names.Select(Name)]))));

    /// <summary>A value as it is written, without blanks.</summary>
    public static string Written(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"\"{string.Concat(value.GetString()!.EnumerateRunes().Select(rune => Spelling(rune.Value)))}\"",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Written))}]",
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(Written))}}}",
        _ => value.GetRawText(),
    };

    private static string Written(JsonProperty member) =>
        $"\"{string.Concat(member.Name.EnumerateRunes().Select(rune => Spelling(rune.Value)))}\":{Written(member.Value)}";

    // each character of a language as it is spelled in a string
    private static Language Escaped(Language text) => text switch
    {
        Language.Characters(var set) => Language.Either([
            new Language.Characters(set.And(plain)),
            .. set.And(plain.Complement()).Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))
                .Select(point => Language.Text(Spelling(point)))]),
        Language.Sequence(var parts) => new Language.Sequence([.. parts.Select(Escaped)]),
        Language.Choice(var options) => new Language.Choice([.. options.Select(Escaped)]),
        Language.Repeat(var part, var least, var most) => new Language.Repeat(Escaped(part), least, most),
        _ => throw new InvalidOperationException($"The characters of a {text.GetType()} are not known."),
    };

    private static string Spelling(int point) => point switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < 0x20 => $"\\u{point.ToString("x4", CultureInfo.InvariantCulture)}",
        _ => new Rune(point).ToString(),
    };
}
