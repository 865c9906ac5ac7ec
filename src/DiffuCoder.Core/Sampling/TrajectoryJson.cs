using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiffuCoder.Sampling;

/// <summary>A reveal as [position, token, confidence, entropy], and its log-probability where that was recorded: a generation has hundreds.</summary>
internal sealed class RevealJson : JsonConverter<Reveal>
{
    public override Reveal Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var parts = JsonSerializer.Deserialize<double[]>(ref reader, options);
        return parts is { Length: 4 or 5 }
            ? new((int)parts[0], (int)parts[1], (float)parts[2], (float)parts[3]) { LogProbability = parts.Length == 5 ? (float)parts[4] : null }
            : throw new JsonException("a reveal is [position, token, confidence, entropy], and its log-probability where that was recorded");
    }

    public override void Write(Utf8JsonWriter writer, Reveal value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Position);
        writer.WriteNumberValue(value.Token);
        JsonSerializer.Serialize(writer, value.Confidence, options);
        JsonSerializer.Serialize(writer, value.Entropy, options);
        if (value.LogProbability is { } probability) JsonSerializer.Serialize(writer, probability, options);
        writer.WriteEndArray();
    }
}

/// <summary>A refused token as [position, token, probability].</summary>
internal sealed class RefusedTokenJson : JsonConverter<RefusedToken>
{
    public override RefusedToken Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var parts = JsonSerializer.Deserialize<double[]>(ref reader, options);
        return parts is { Length: 3 }
            ? new((int)parts[0], (int)parts[1], (float)parts[2])
            : throw new JsonException("a refused token is [position, token, probability]");
    }

    public override void Write(Utf8JsonWriter writer, RefusedToken value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Position);
        writer.WriteNumberValue(value.Token);
        writer.WriteNumberValue(value.Probability);
        writer.WriteEndArray();
    }
}

/// <summary>Values of a user's own in saved options: only their names are known.</summary>
internal static class Foreign
{
    public static SamplerException Problem(string kind, string name) =>
        new($"The {kind} \"{name}\" of this trajectory is not one of the kit's; give the options your own value of it.");
}

/// <summary>A schedule by its name. One that this kit does not have can be read; sampling with it again is an error.</summary>
internal sealed class ScheduleJson : JsonConverter<RevealSchedule>
{
    public override RevealSchedule Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var name = reader.GetString() ?? throw new JsonException("a schedule has a name");
        return RevealSchedule.All.FirstOrDefault(known => known.Name == name)
            ?? new(name, (_, _) => throw Foreign.Problem("schedule", name));
    }

    public override void Write(Utf8JsonWriter writer, RevealSchedule value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}

/// <summary>
/// A strategy by its name. One that this kit does not have can be read, shown and measured; sampling with it again is an error.
/// </summary>
internal sealed class RemaskingJson : JsonConverter<Remasking>
{
    private sealed record Named(string Name, double? Threshold = null);

    public override Remasking Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var (name, threshold) = JsonSerializer.Deserialize<Named>(ref reader, options) ?? throw new JsonException("a strategy has a name");
        return Remasking.Named(name, threshold) ?? Unknown(name) with { Threshold = threshold };
    }

    public override void Write(Utf8JsonWriter writer, Remasking value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Named(value.Name, value.Threshold), options);

    private static Remasking Unknown(string name)
    {
        var problem = Foreign.Problem("strategy", name);
        return new(name, new((_, _) => throw problem), _ => throw problem);
    }
}
