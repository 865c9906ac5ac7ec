using DiffuCoder.Checkpoints;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>The layout in which PEFT keeps a low-rank adapter.</summary>
internal static class PeftDirectory
{
    private const string ConfigFile = "adapter_config.json", WeightsFile = "adapter_model.safetensors", PickledFile = "adapter_model.bin";

    /// <summary>What PEFT puts before a layer's name.</summary>
    private const string Prefix = "base_model.model.";

    public static void Save(string directory, LoraAdapter adapter, ModelConfig model, string baseModel)
    {
        try
        {
            Directory.CreateDirectory(directory);
            SafetensorsWriter.Write(
                Path.Combine(directory, WeightsFile), adapter.Weights.Select(entry => KeyValuePair.Create(Prefix + entry.Key, entry.Value.detach())),
                new Dictionary<string, string> { ["format"] = "pt" });
            var config = PeftConfig.Of(adapter.Options, model, baseModel);
            AtomicFile.WriteAllText(Path.Combine(directory, ConfigFile), config.ToJsonString(new() { WriteIndented = true }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(directory, null, $"the adapter cannot be written: {e.Message}", e);
        }
    }

    public static LoraAdapter Load(string directory, MaskedLanguageModel model)
    {
        var path = Path.Combine(directory, ConfigFile);
        if (!File.Exists(path))
            throw new CheckpointException(path, null, $"the file is missing; an adapter's directory holds {ConfigFile} beside {WeightsFile}.");
        var options = Options(path, model.Config);
        RequireWeights(directory);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var file = SafetensorsFile.Open(Path.Combine(directory, WeightsFile));
        var expected = LoraAdapter.Shapes(model.Config, options).ToDictionary(shape => Prefix + shape.Key, shape => shape.Value);
        var differences = StrictMatch.Differences(file.Entries, expected, null);
        if (differences.Count > 0)
            throw new CheckpointException(file.Path, null, $"the adapter does not fit the model, {StrictMatch.Words(differences)}");
        var device = model.Device.Resolve();
        return new(model.Config, options, expected.Keys.ToDictionary(name => name[Prefix.Length..], Weight));

        Tensor Weight(string name) => file.Read(name).to(ScalarType.Float32, copy: true).to(device);
    }

    private static void RequireWeights(string directory)
    {
        if (File.Exists(Path.Combine(directory, WeightsFile)) || !File.Exists(Path.Combine(directory, PickledFile))) return;
        throw new CheckpointException(directory, null,
            $"there is no {WeightsFile}, and {PickledFile} is a pickle file, which can run any code when it is read: "
            + "convert the adapter to safetensors.");
    }

    private static LoraOptions Options(string path, ModelConfig model)
    {
        var config = JsonFile.ReadObject(path);
        try
        {
            return PeftConfig.ToOptions(config, ConfigFile, model);
        }
        catch (ModelException e)
        {
            throw new CheckpointException(path, null, e.Message, e);
        }
    }
}
