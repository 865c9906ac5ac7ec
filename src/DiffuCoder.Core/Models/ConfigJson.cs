using System.Text.Json;

namespace DiffuCoder.Models;

/// <summary>A JSON object of a model's configuration, whose values are read with errors that name file and key.</summary>
/// <param name="Json">The object.</param>
/// <param name="File">The file, as messages name it.</param>
/// <param name="Path">What stands before a key in messages: <c>rope_parameters.</c>; empty at the root.</param>
internal sealed record ConfigJson(JsonElement Json, string File, string Path = "")
{
    /// <summary>A value; null where the key is absent or null.</summary>
    public JsonElement? Find(string key) => Json.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public ModelException Wrong(string what, string right) => new($"{File} {what}; {right}.");

    public ModelException WrongValue(string key, string right) => Wrong($"has {Shown(key)} under \"{Path}{key}\"", right);

    public string Text(string key) =>
        Find(key) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw WrongValue(key, "a text is needed");

    public int Count(string key) =>
        Find(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var count) && count > 0
            ? count
            : throw WrongValue(key, "a whole number above 0 is needed");

    public int CountOr(string key, int otherwise) => Find(key) is null ? otherwise : Count(key);

    public double Number(string key, double otherwise) => Find(key) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.Number } value when value.GetDouble() is > 0 and < double.PositiveInfinity => value.GetDouble(),
        _ => throw WrongValue(key, "a number above 0 is needed"),
    };

    public bool Flag(string key, bool otherwise) => Find(key) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw WrongValue(key, "true or false is needed"),
    };

    /// <summary>An object inside.</summary>
    public ConfigJson? Object(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new(value, File, $"{Path}{key}."),
        _ => throw WrongValue(key, "an object is needed"),
    };

    /// <summary>Token ids: one number, or a list of them; empty where there is none.</summary>
    public IReadOnlyList<int> TokenIds(string key) => Find(key) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray().Select(item => TokenId(key, item)).Distinct()],
        { } value => [TokenId(key, value)],
    };

    private int TokenId(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id) && id >= 0
            ? id
            : throw WrongValue(key, "a token id is needed, or a list of them");

    private string Shown(string key) => Find(key)?.GetRawText() is not { } text ? "nothing" : text.Length <= 80 ? text : text[..77] + "...";
}
