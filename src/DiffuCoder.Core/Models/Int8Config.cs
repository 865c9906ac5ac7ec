using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffuCoder.Models;

/// <summary>
/// The <c>quantization_config</c> of int8 weights with a scale for each row, in the keys of compressed-tensors: linear layers but the output layer,
/// symmetric, activations as they are.
/// </summary>
internal static class Int8Config
{
    public const string Key = "quantization_config", Scale = "_scale";

    /// <summary>The one layout that is read; nothing else is guessed at.</summary>
    public static FixedKey Only { get; } = new(
        Key, "only int8 weights with a scale for each row are read, as Checkpoint.quantise writes them", IsInt8);

    public static JsonObject Write(string outputLayer) => new()
    {
        ["quant_method"] = "compressed-tensors",
        ["format"] = "int-quantized",
        ["quantization_status"] = "compressed",
        ["config_groups"] = new JsonObject
        {
            ["group_0"] = new JsonObject
            {
                ["targets"] = new JsonArray("Linear"),
                ["weights"] = new JsonObject
                {
                    ["num_bits"] = 8,
                    ["type"] = "int",
                    ["symmetric"] = true,
                    ["strategy"] = "channel",
                    ["dynamic"] = false,
                },
                ["input_activations"] = null,
                ["output_activations"] = null,
            },
        },
        ["ignore"] = new JsonArray(outputLayer),
    };

    private static bool IsInt8(JsonElement value) =>
        Has(value, "quant_method", "compressed-tensors") && (Has(value, "format", "int-quantized") || Has(value, "format", "naive-quantized"))
        && Knows(value, "quant_method", "format", "quantization_status", "config_groups", "ignore", "version", "global_compression_ratio")
        && value.TryGetProperty("config_groups", out var groups) && groups.ValueKind == JsonValueKind.Object
        && groups.EnumerateObject().ToList() is [{ Value: var group }] && IsGroup(group)
        && value.TryGetProperty("ignore", out var ignored) && ignored.ValueKind == JsonValueKind.Array && ignored.GetArrayLength() == 1;

    private static bool IsGroup(JsonElement group) =>
        group.ValueKind == JsonValueKind.Object && Knows(group, "targets", "weights", "format")
        && group.TryGetProperty("targets", out var targets) && targets.ValueKind == JsonValueKind.Array
        && targets.EnumerateArray().ToList() is [{ ValueKind: JsonValueKind.String } target] && target.ValueEquals("Linear")
        && group.TryGetProperty("weights", out var weights) && weights.ValueKind == JsonValueKind.Object
        && Knows(weights, "num_bits", "type", "symmetric", "strategy", "dynamic", "observer", "observer_kwargs")
        && weights.TryGetProperty("num_bits", out var bits) && bits.ValueKind == JsonValueKind.Number && bits.TryGetInt32(out var count) && count == 8
        && Has(weights, "type", "int") && Has(weights, "strategy", "channel")
        && weights.TryGetProperty("symmetric", out var symmetric) && symmetric.ValueKind == JsonValueKind.True
        && (!weights.TryGetProperty("dynamic", out var dynamic) || dynamic.ValueKind == JsonValueKind.False);

    private static bool Has(JsonElement json, string key, string text) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
        && value.ValueEquals(text);

    // a key that is null says nothing
    private static bool Knows(JsonElement json, params string[] known) =>
        json.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.Null || known.Contains(member.Name));
}
