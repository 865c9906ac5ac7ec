using DiffuCoder.Checkpoints;
using DiffuCoder.Tokenization;
using static TorchSharp.torch;

namespace DiffuCoder.Models;

/// <summary>
/// A model that says, for any position of a canvas, which token belongs there. Families differ in attention and in where they read a
/// position's prediction; callers never see either.
/// </summary>
public abstract class MaskedLanguageModel : IDisposable
{
    private static readonly IReadOnlySet<ScalarType> StoredTypes =
        new HashSet<ScalarType> { ScalarType.BFloat16, ScalarType.Float16, ScalarType.Float32 };

    private static readonly IReadOnlySet<ScalarType> Int8Types = StoredTypes.Append(ScalarType.Int8).ToHashSet();

    /// <summary>Shape and special tokens.</summary>
    public abstract ModelConfig Config { get; }

    /// <summary>Where the weights live.</summary>
    public abstract Runtime.Device Device { get; }

    /// <summary>The type it computes in; the weights may be stored in another.</summary>
    public virtual ScalarType ComputeType => ScalarType.Float32;

    /// <summary>The low-rank adapter that it computes with; null when there is none.</summary>
    public virtual LoraAdapter? Adapter => null;

    /// <summary>
    /// This model with a low-rank adapter: it shares the weights of this one, which must outlive it, and its
    /// <see cref="Parameters"/> are the adapter's, so that training changes nothing else. Disposing of it disposes of the adapter.
    /// </summary>
    /// <param name="adapter">
    /// The adapter, made for this model. They compute in this model's type, and in float32 where that was the processor's choice
    /// (<see cref="Precision.Automatic"/>).
    /// </param>
    /// <exception cref="ModelException">The family takes no adapter, or there is one already.</exception>
    public virtual MaskedLanguageModel WithAdapter(LoraAdapter adapter) =>
        throw new ModelException($"A {Config.ModelType} model of this kind takes no adapter.");

    /// <summary>
    /// A model of its own with the adapter worked into its weights, W + s B A with the layer's own scale s, as float32. It computes in this
    /// model's type, and in float32 where that was the processor's choice (<see cref="Precision.Automatic"/>).
    /// </summary>
    /// <exception cref="ModelException">The family takes no adapter.</exception>
    public virtual MaskedLanguageModel Merge() => throw new ModelException($"A {Config.ModelType} model of this kind takes no adapter.");

    /// <summary>A model that stays as this one is now while this one is trained.</summary>
    internal virtual MaskedLanguageModel Snapshot() =>
        Adapt(this, precision: ComputeType == ScalarType.BFloat16 ? Precision.BFloat16 : Precision.Float32);

    /// <summary>The weights by their names in the checkpoint. The model owns them.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>All that it computes with: the weights, and under an adapter those of both.</summary>
    internal virtual IReadOnlyDictionary<string, Tensor> AllWeights => Parameters;

    /// <summary>The tokenizer that lay beside the weights; null when there was none.</summary>
    public CodeTokenizer? Tokenizer { get; init; }

    /// <summary>What ends its texts, and the habits of generation that came with it.</summary>
    public GenerationConfig Generation { get => field ?? GenerationConfig.Of(Config); init; }

    /// <summary>
    /// The unnormalised distribution of the token <em>at</em> each position asked for (never of the next one). Cost and memory of the output layer
    /// follow the number of positions asked for.
    /// </summary>
    /// <param name="batch">The canvas, [B, L].</param>
    /// <param name="at">Flat positions <c>row * L + column</c>, int64 [N].</param>
    /// <returns>Logits, float32 [N, V]; the caller disposes of it. Differentiable when the weights require gradients and gradients are on.</returns>
    public abstract Tensor Logits(TokenBatch batch, Tensor at);

    /// <summary>
    /// The log-probability of given tokens at given positions, as <see cref="Logits"/> has them, in memory that does not grow with the number of
    /// positions times the vocabulary, in the backward pass neither.
    /// </summary>
    /// <param name="batch">The canvas, [B, L].</param>
    /// <param name="at">Flat positions <c>row * L + column</c>, int64 [N].</param>
    /// <param name="tokens">The token at each of them, int64 [N].</param>
    /// <returns>Log-probabilities in nats, float32 [N]; the caller disposes of it. Differentiable as the logits are.</returns>
    /// <remarks>A family that does not override this pays for all logits at once.</remarks>
    public virtual Tensor LogProbabilities(TokenBatch batch, Tensor at, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return Logits(batch, at).log_softmax(-1).gather(1, tokens.unsqueeze(1)).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Whether training keeps only each block's input and computes the block again in
    /// the backward pass: less memory, about a third more time. Changes no result.
    /// </summary>
    public bool CheckpointBlocks { get; set; }

    /// <summary>Loads a Hugging Face directory: <c>config.json</c>, safetensors weights, tokenizer files.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="device">Where to put the weights; the processor when null. There the file is mapped, not copied.</param>
    /// <param name="precision">The type to compute in; automatic: that of the weights where the device multiplies it, else float32.</param>
    /// <param name="readAs">What it is read as where its files say something else; null: what they say.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged or does not fit the configuration.</exception>
    /// <exception cref="ModelException">The configuration is not one of a known family, or the machine has less memory than the weights
    /// take.</exception>
    /// <exception cref="TokenizerException">The tokenizer files are damaged.</exception>
    /// <exception cref="Runtime.DeviceException">The device is not there.</exception>
    public static MaskedLanguageModel Load(
        string directory, Runtime.Device? device = null, Precision precision = Precision.Automatic, ReadAs? readAs = null) =>
        Open(directory, device, precision, readAs, Runtime.MachineMemory.Bytes);

    /// <summary>Loads a checkpoint whose weights are read once and one by one, such as to be hashed: they need not be in memory together.</summary>
    internal static MaskedLanguageModel LoadToRead(string directory) => Open(directory, null, Precision.Automatic, null, long.MaxValue);

    private static MaskedLanguageModel Open(string directory, Runtime.Device? device, Precision precision, ReadAs? readAs, long memory)
    {
        using var scope = NewDisposeScope();
        var place = device ?? Runtime.Device.Cpu;
        var target = place.Resolve();
        using var files = CheckpointDirectory.Open(directory);
        var tokenizer = CodeTokenizer.ExistsIn(directory) ? CodeTokenizer.Load(directory) : null;
        var stated = ModelConfig.FromJson(files.Config, Path.Combine(directory, "config.json"));
        var config = readAs?.Of(stated, tokenizer, directory) ?? MaskToken.Found(stated, tokenizer, directory);
        if (!place.IsCuda) MemoryNeed.Check(files, config, precision, memory);
        var redundant = RedundantWeights.Names(config, files.Entries.Keys);
        var types = config.WeightFormat == WeightFormat.Int8 ? Int8Types : StoredTypes;
        var stored = files.ReadAll(WeightShapes.Of(config), types, redundant);
        Int8Weights.Check(config, stored, files.Directory);
        RedundantWeights.Check(files, config, redundant);
        var weights = place.IsCuda ? stored.ToDictionary(entry => entry.Key, entry => entry.Value.to(target)) : stored;
        return new TransformerModel(config, place, weights, precision)
        {
            Tokenizer = tokenizer,
            Generation = GenerationConfig.Read(files.Config, files.GenerationConfig, directory, config.VocabularySize),
        };
    }

    /// <summary>Writes the directory that <see cref="Load"/> reads, the tokenizer's files included. All of it or nothing.</summary>
    /// <param name="directory">The directory; an older checkpoint there is replaced.</param>
    /// <param name="type">Type to store the weights in.</param>
    /// <param name="tokenizer">The tokenizer to write beside them; null: <see cref="Tokenizer"/>.</param>
    /// <exception cref="CheckpointException">It cannot be written.</exception>
    public void Save(string directory, ScalarType type = ScalarType.BFloat16, CodeTokenizer? tokenizer = null)
    {
        if (Adapter is not null)
            throw new CheckpointException(
                directory, null, "the model is a base model under an adapter: save the adapter (Adapter.Save), or what Merge gives.");
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var tensors = Parameters.Select(entry => KeyValuePair.Create(entry.Key, Stored(entry.Key, entry.Value.detach())));
        var config = Config.ToJson(type.ToString().ToLowerInvariant());
        config["eos_token_id"] = Generation.Ends();
        CheckpointDirectory.Save(directory, config, Generation.ToJson(Config), [.. tensors], extraFiles: (tokenizer ?? Tokenizer)?.Files);

        // int8 numbers and their scales are of one type
        Tensor Stored(string name, Tensor weight) =>
            weight.dtype == ScalarType.Int8 || name.EndsWith(Int8Config.Scale, StringComparison.Ordinal)
                ? weight
                : weight.As(type);
    }

    /// <summary>An untrained model with freshly drawn float32 weights.</summary>
    /// <param name="config">Shape.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="generator">Where the weights are drawn from; a processor generator for a processor device.</param>
    /// <param name="precision">The type to compute in; automatic: float32. bfloat16 over float32 weights is mixed-precision training.</param>
    /// <exception cref="ModelException">The configuration does not fit together.</exception>
    public static MaskedLanguageModel Create(
        ModelConfig config, Runtime.Device device, Generator generator, Precision precision = Precision.Automatic)
    {
        using var scope = NewDisposeScope();
        return new TransformerModel(config.Validated(), device, FreshWeights.Draw(config, device.Resolve(), generator), precision);
    }

    /// <summary>
    /// A copy of a model's weights, as float32, under another configuration of the same shape: how a causal
    /// ancestor becomes a masked diffusion model, and how a stored model is made ready for training.
    /// </summary>
    /// <param name="ancestor">Whose weights to copy.</param>
    /// <param name="config">What they are to be read as; null: what they are.</param>
    /// <param name="precision">
    /// The type to compute in; automatic: float32, whatever the other computes in. bfloat16 over float32 weights is mixed-precision training.
    /// </param>
    /// <exception cref="ModelException">The shapes differ, or the machine has less memory than the copy takes.</exception>
    public static MaskedLanguageModel Adapt(
        MaskedLanguageModel ancestor, ModelConfig? config = null, Precision precision = Precision.Automatic)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        config = (config ?? ancestor.Config) with { WeightFormat = WeightFormat.Float };
        var shapes = WeightShapes.Of(config.Validated());
        var misfit = shapes.FirstOrDefault(
            shape => !ancestor.Parameters.TryGetValue(shape.Key, out var own) || !own.shape.SequenceEqual(shape.Value));
        if (misfit.Key is not null || shapes.Count != WeightShapes.Of(ancestor.Config with { WeightFormat = WeightFormat.Float }).Count)
            throw new ModelException(
                $"The weights do not fit the new configuration: {misfit.Key ?? "their number"} differs. Only models of one shape can be adapted.");
        if (!ancestor.Device.IsCuda) MemoryNeed.CheckCopy(config, Runtime.MachineMemory.Bytes);
        var weights = shapes.ToDictionary(shape => shape.Key, shape => Int8Weights.Wide(ancestor.Parameters, shape.Key));
        return new TransformerModel(config, ancestor.Device, weights, precision)
        {
            Tokenizer = ancestor.Tokenizer,
            Generation = ancestor.Generation.For(config),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the weights.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var weight in Parameters.Values) weight.Dispose();
    }
}
