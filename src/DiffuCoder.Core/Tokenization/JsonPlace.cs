using System.Text.Json;

namespace DiffuCoder.Tokenization;

/// <summary>A value in a JSON file that knows where it is, so that a wrong one can be named.</summary>
/// <param name="Element">The value.</param>
/// <param name="File">The file's path.</param>
/// <param name="Path">The way to the value from the root, empty at the root.</param>
internal readonly record struct JsonPlace(JsonElement Element, string File, string Path)
{
    /// <summary>Parses a file whose root must be an object, and hands it to a reader; the values are gone after that.</summary>
    public static T Read<T>(byte[] json, string file, Func<JsonPlace, T> reader)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = new JsonPlace(document.RootElement, file, "");
            return root.Element.ValueKind == JsonValueKind.Object ? reader(root) : throw root.Failure("is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new TokenizerException($"{file}, line {e.LineNumber + 1}: not JSON. Is the file whole? {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // strings are transcoded when they are asked for
            throw new TokenizerException($"{file}: a string is not valid Unicode. Is the file whole? {e.Message}", e);
        }
    }

    public string Where => Path.Length == 0 ? File : $"{File}, {Path}";

    public bool IsText => Element.ValueKind == JsonValueKind.String;

    public TokenizerException Failure(string what) => new($"{Where}: {what}.");

    /// <summary>A member; null when it is absent or null.</summary>
    public JsonPlace? Find(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Failure("is not an object");
        return Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new(value, File, Down(name)) : null;
    }

    public JsonPlace Need(string name) => Find(name) ?? throw Failure($"\"{name}\" is missing");

    public string Text() => IsText ? Element.GetString()! : throw Failure("is not a string");

    public int Integer() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var value) ? value : throw Failure("is not a 32-bit integer");

    public bool Flag(string name, bool absent) => Find(name) is not { } place
        ? absent
        : place.Element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw place.Failure("is not true or false"),
        };

    public IEnumerable<JsonPlace> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array) throw Failure("is not an array");
        var (file, path) = (File, Path);
        return Element.EnumerateArray().Select((item, index) => new JsonPlace(item, file, $"{path}[{index}]"));
    }

    public IEnumerable<(string Name, JsonPlace Value)> Members()
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Failure("is not an object");
        var here = this;
        return Element.EnumerateObject().Select(member => (member.Name, new JsonPlace(member.Value, here.File, here.Down(member.Name))));
    }

    string Down(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
