using DiffuCoder.Checkpoints;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>The trained part of a low-rank adaptation: two float32 matrices for each adapted layer. Whoever holds it disposes of it.</summary>
public sealed class LoraAdapter : IDisposable
{
    private const string A = ".lora_A.weight", B = ".lora_B.weight";

    private readonly ModelConfig model;

    internal LoraAdapter(ModelConfig model, LoraOptions options, IReadOnlyDictionary<string, Tensor> weights)
    {
        (this.model, Options, Weights) = (model, options, weights);
        foreach (var tensor in weights.Values) tensor.DetachFromDisposeScope();
    }

    /// <summary>Rank, scale and layers.</summary>
    public LoraOptions Options { get; }

    /// <summary>The matrices by name: <c>model.layers.0.self_attn.q_proj.lora_A.weight</c>, [r, in], and <c>…lora_B.weight</c>, [out, r].</summary>
    public IReadOnlyDictionary<string, Tensor> Weights { get; }

    /// <summary>An adapter that changes nothing yet: A uniform in +-1/sqrt(in) (as PEFT draws it), B zero.</summary>
    /// <param name="model">Whose layers it adapts.</param>
    /// <param name="options">Rank, scale and layers.</param>
    /// <param name="generator">Where A is drawn from.</param>
    public static LoraAdapter Create(MaskedLanguageModel model, LoraOptions options, Generator generator)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var weights = new Dictionary<string, Tensor>();
        foreach (var (name, shape) in Shapes(model.Config, options))
        {
            var bound = 1 / Math.Sqrt(shape[1]);
            var drawn = zeros(shape, ScalarType.Float32, model.Device.Resolve());
            weights[name] = name.EndsWith(A, StringComparison.Ordinal) ? drawn.uniform_(-bound, bound, generator) : drawn;
        }
        return new(model.Config, options, weights);
    }

    /// <summary>Reads an adapter in the layout of PEFT: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="model">Whose layers it adapts.</param>
    /// <exception cref="CheckpointException">
    /// A file is missing or damaged, the adapter does not fit the model, or it has a setting that is not known or asks for what is not built (DoRA,
    /// biases, trained embeddings).
    /// </exception>
    public static LoraAdapter Load(string directory, MaskedLanguageModel model) => PeftDirectory.Load(directory, model);

    /// <summary>Writes the directory that <see cref="Load"/> and PEFT read.</summary>
    /// <param name="directory">The directory; created where it is missing.</param>
    /// <param name="baseModel">What PEFT calls <c>base_model_name_or_path</c>.</param>
    /// <exception cref="CheckpointException">It cannot be written.</exception>
    public void Save(string directory, string baseModel = "") => PeftDirectory.Save(directory, this, model, baseModel);

    /// <summary>Releases the matrices.</summary>
    public void Dispose()
    {
        foreach (var tensor in Weights.Values) tensor.Dispose();
    }

    internal LoraAdapter Copy()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return new(model, Options, Weights.ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone()));
    }

    /// <summary>The two matrices of a layer; null where it is not adapted.</summary>
    internal (Tensor A, Tensor B)? Of(string layer) => Weights.TryGetValue(layer + A, out var a) ? (a, Weights[layer + B]) : null;

    /// <summary>Names and shapes of the matrices.</summary>
    /// <exception cref="ModelException">The family has no such layer.</exception>
    internal static IReadOnlyDictionary<string, long[]> Shapes(ModelConfig config, LoraOptions options)
    {
        var linears = PeftTargets.Linears(config);
        var unknown = options.TargetModules.Where(ending => !linears.Any((options with { TargetModules = [ending] }).Adapts)).ToList();
        if (unknown.Count > 0)
            throw new ModelException(
                $"A {config.ModelType} model of {config.Layers} blocks has no {string.Join(", ", unknown)}; "
                + $"its {nameof(LoraOptions.TargetModules)} are {string.Join(", ", PeftTargets.Kinds(config))}.");
        var weights = WeightShapes.Of(config);
        var shapes = new Dictionary<string, long[]>();
        foreach (var layer in linears.Where(options.Adapts))
        {
            var (shape, rank) = (weights[layer + ".weight"], options.RankOf(layer));
            shapes[layer + A] = [rank, shape[1]];
            shapes[layer + B] = [shape[0], rank];
        }
        return shapes;
    }
}
