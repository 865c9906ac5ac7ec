using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiffuCoder.Sampling;

/// <summary>
/// A cache by its name and bound. One that this kit does not have can be read, shown and measured; sampling with it again is an error.
/// </summary>
internal sealed class CacheJson : JsonConverter<Cache>
{
    private sealed record Named(string Name, double? Bound = null);

    public override Cache Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var (name, bound) = JsonSerializer.Deserialize<Named>(ref reader, options) ?? throw new JsonException("a cache has a name");
        return Cache.Named(name, bound) ?? Unknown(name) with { Bound = bound };
    }

    public override void Write(Utf8JsonWriter writer, Cache value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Named(value.Name, value.Bound), options);

    private static Cache Unknown(string name)
    {
        var problem = Foreign.Problem("cache", name);
        return new(name, _ => throw problem, _ => throw problem);
    }
}
