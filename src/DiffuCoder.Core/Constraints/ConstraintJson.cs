using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DiffuCoder.Constraints;

/// <summary>A constraint by its definition, an object of one member that says how it was made.</summary>
internal sealed class ConstraintJson : JsonConverter<Constraint>
{
    /// <summary>Characters as they are: definitions are read by people too.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public override Constraint Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        try
        {
            return Read(JsonNode.Parse(ref reader));
        }
        catch (ConstraintException unusable)
        {
            throw new JsonException(unusable.Message, unusable);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Constraint value, JsonSerializerOptions options) => writer.WriteRawValue(value.Definition);

    /// <summary>The constraint of a definition.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="ConstraintException">What it states cannot be used.</exception>
    public static Constraint Read(JsonNode? definition)
    {
        try
        {
            return definition?.AsObject().ToArray() switch
            {
                [("regex", { } pattern)] => Constraint.Regex(pattern.GetValue<string>()),
                [("choice", { } texts)] => Constraint.Choice(texts.AsArray().Select(text => text!.GetValue<string>())),
                [("json", var schema), ("depth", { } depth)] => Constraint.Json(schema?.ToJsonString(Plain) ?? "null", depth.GetValue<int>()),
                [("all", { } parts)] => Constraint.All(parts.AsArray().Select(Read)),
                [("any", { } parts)] => Constraint.Any(parts.AsArray().Select(Read)),
                [("sequence", { } parts)] => Constraint.Sequence(parts.AsArray().Select(Read)),
                _ => throw new JsonException("a constraint is an object with a regex, a choice, json and its depth, all, any or a sequence"),
            };
        }
        catch (InvalidOperationException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }
}
