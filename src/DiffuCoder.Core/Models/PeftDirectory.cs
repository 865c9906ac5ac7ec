using System.Text.Json;
using System.Text.Json.Nodes;
using DiffuCoder.Checkpoints;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>The layout in which PEFT keeps a low-rank adapter.</summary>
internal static class PeftDirectory
{
    private const string ConfigFile = "adapter_config.json", WeightsFile = "adapter_model.safetensors", Prefix = "base_model.model.";

    // settings that would change what the matrices mean
    private static readonly string[] Unsupported = ["use_dora", "use_rslora", "fan_in_fan_out"];

    public static void Save(string directory, LoraAdapter adapter, string baseModel)
    {
        var config = new JsonObject
        {
            ["peft_type"] = "LORA",
            ["base_model_name_or_path"] = baseModel,
            ["r"] = adapter.Options.Rank,
            ["lora_alpha"] = adapter.Options.Alpha,
            ["lora_dropout"] = 0.0,
            ["target_modules"] = new JsonArray([.. adapter.Options.TargetModules.Select(module => JsonValue.Create(module))]),
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
            ["task_type"] = null,
        };
        try
        {
            Directory.CreateDirectory(directory);
            SafetensorsWriter.Write(
                Path.Combine(directory, WeightsFile), adapter.Weights.Select(entry => KeyValuePair.Create(Prefix + entry.Key, entry.Value.detach())),
                new Dictionary<string, string> { ["format"] = "pt" });
            AtomicFile.WriteAllText(Path.Combine(directory, ConfigFile), config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(directory, null, $"the adapter cannot be written: {e.Message}", e);
        }
    }

    public static LoraAdapter Load(string directory, MaskedLanguageModel model)
    {
        var path = Path.Combine(directory, ConfigFile);
        if (!File.Exists(path)) throw new CheckpointException(path, null, $"the file is missing; an adapter's directory holds {ConfigFile} beside {WeightsFile}.");
        var options = Options(path, JsonFile.ReadObject(path));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var file = SafetensorsFile.Open(Path.Combine(directory, WeightsFile));
        var expected = LoraAdapter.Shapes(model.Config, options).ToDictionary(shape => Prefix + shape.Key, shape => shape.Value);
        var differences = StrictMatch.Differences(file.Entries, expected, null);
        if (differences.Count > 0)
            throw new CheckpointException(file.Path, null, $"the adapter does not fit the model, {differences.Count} differences:\n  {string.Join("\n  ", differences)}");
        var device = model.Device.Resolve();
        return new(options, expected.Keys.ToDictionary(name => name[Prefix.Length..], name => file.Read(name).to(ScalarType.Float32, copy: true).to(device)));
    }

    private static LoraOptions Options(string path, JsonElement config)
    {
        if (Text(config, "peft_type") is not "LORA") throw new CheckpointException(path, null, $"peft_type is {Text(config, "peft_type") ?? "missing"}; only LORA can be read.");
        foreach (var setting in Unsupported)
            if (config.TryGetProperty(setting, out var value) && value.ValueKind == JsonValueKind.True)
                throw new CheckpointException(path, null, $"{setting} is true, which changes what the matrices mean and is not supported.");
        try
        {
            return new()
            {
                Rank = config.GetProperty("r").GetInt32(),
                Alpha = config.GetProperty("lora_alpha").GetDouble(),
                TargetModules = [.. config.GetProperty("target_modules").EnumerateArray().Select(module => module.GetString()!).Order(StringComparer.Ordinal)],
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ModelException)
        {
            throw new CheckpointException(path, null, $"r, lora_alpha and target_modules must be a whole number, a number and a list of layers: {e.Message}", e);
        }
    }

    private static string? Text(JsonElement config, string name) =>
        config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
