using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>
/// The families of the kit, which share their blocks (RMSNorm, grouped-query attention with rotary positions, SwiGLU): Dream and DiffuCoder, whose
/// predictions are read one position to the left; LLaDA, whose are read in place; and, under causal attention, the autoregressive ancestor Qwen2.
/// </summary>
public sealed class TransformerModel : MaskedLanguageModel
{
    private readonly IReadOnlyDictionary<string, Tensor> weights;
    private readonly TransformerBlock[] blocks;
    private readonly Tensor embedding, finalNorm, output;
    private readonly RotaryFrequencies frequencies;
    private readonly Precision asked;

    internal TransformerModel(
        ModelConfig config, Runtime.Device device, IReadOnlyDictionary<string, Tensor> weights, Precision precision = Precision.Automatic,
        LoraAdapter? adapter = null)
    {
        Config = config;
        Device = device;
        Adapter = adapter;
        this.weights = weights;
        var names = config.Family.Names;
        embedding = weights[names.Embedding];
        finalNorm = weights[names.FinalNorm];
        asked = precision;
        ComputeType = ComputeTypes.Of(precision, device, embedding.dtype);
        output = config.TiedEmbeddings ? embedding : weights[names.Output];
        blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => new TransformerBlock(config, weights, layer, adapter))];
        frequencies = RotaryFrequencies.Of(config, embedding.device);
        // under an adapter the weights are the base model's
        foreach (var tensor in (adapter is null
            ? weights.Values
            : Enumerable.Empty<Tensor>()).Append(frequencies.Inverse)) tensor.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override ModelConfig Config { get; }

    /// <inheritdoc/>
    public override Runtime.Device Device { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Parameters
    {
        get
        {
            RequireAlive();
            return Own;
        }
    }

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, Tensor> AllWeights =>
        Adapter is null ? Parameters : weights.Concat(Parameters).ToDictionary();

    /// <inheritdoc/>
    public override ScalarType ComputeType { get; }

    /// <inheritdoc/>
    public override LoraAdapter? Adapter { get; }

    /// <inheritdoc/>
    public override MaskedLanguageModel WithAdapter(LoraAdapter adapter) => Adapter is null
        ? new TransformerModel(Config, Device, weights, Trained, adapter) { Tokenizer = Tokenizer, Generation = Generation }
        : throw new ModelException("The model has an adapter already; merge it first.");

    /// <inheritdoc/>
    public override MaskedLanguageModel Merge()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var config = Config with { WeightFormat = WeightFormat.Float };
        var merged = WeightShapes.Of(config).Keys.ToDictionary(name => name, Merged);
        return new TransformerModel(config, Device, merged, Trained) { Tokenizer = Tokenizer, Generation = Generation };
    }

    /// <inheritdoc/>
    internal override MaskedLanguageModel Snapshot() => Adapter is null
        ? base.Snapshot()
        : new TransformerModel(Config, Device, weights, Precision, Adapter.Copy()) { Tokenizer = Tokenizer, Generation = Generation };

    private IReadOnlyDictionary<string, Tensor> Own => Adapter?.Weights ?? weights;

    private Precision Precision => ComputeType == ScalarType.BFloat16 ? Precision.BFloat16 : Precision.Float32;

    // float32 matrices are trained in float32 unless bfloat16 was asked for: the processor's own choice is for what is only read
    private Precision Trained => asked == Precision.Automatic && !Device.IsCuda ? Precision.Float32 : Precision;

    private Tensor Merged(string name)
    {
        var wide = Int8Weights.Wide(weights, name);
        const string suffix = ".weight";
        if (!name.EndsWith(suffix, StringComparison.Ordinal) || Adapter?.Of(name[..^suffix.Length]) is not { } low) return wide;
        using TorchSharp.Scalar scale = Adapter.Options.ScaleOf(name[..^suffix.Length]);
        using var product = low.B.matmul(low.A);
        return wide.add_(product, scale);
    }

    /// <inheritdoc/>
    public override Tensor Logits(TokenBatch batch, Tensor at)
    {
        using var scope = NewDisposeScope();
        var hidden = Hidden(batch).view(-1, Config.HiddenSize);
        return Project(hidden.index_select(0, Source(batch, at))).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor LogProbabilities(TokenBatch batch, Tensor at, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var hidden = Hidden(batch).view(-1, Config.HiddenSize).index_select(0, Source(batch, at));
        return TokenLogProbability.Of(hidden, output, tokens).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The residual stream at every depth: the embeddings, the output of each
    /// block, and last the output of the final norm in place of the last block's.
    /// </summary>
    /// <param name="batch">The canvas, [B, L].</param>
    /// <returns>Layers + 1 tensors [B, L, hidden]; the caller disposes of them.</returns>
    public IReadOnlyList<Tensor> HiddenStates(TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        var states = new List<Tensor>();
        var last = Hidden(batch, (name, state) => { if (name is "embedding" or "block") states.Add(state.alias().MoveToOuterDisposeScope()); });
        states[^1] = last;
        return [.. states.Select(state => state.MoveToOuterDisposeScope())];
    }

    /// <summary>What the output layer reads, [B, L, hidden].</summary>
    internal Tensor Hidden(TokenBatch batch, Action<string, Tensor>? probe = null)
    {
        RequireAlive();
        using var scope = NewDisposeScope();
        var rotary = RotaryPositions.At(Positions(batch), frequencies, ComputeType);
        var pattern = AttentionPattern.Of(batch, Config.Attention);
        var x = Embed(batch.Tokens);
        probe?.Invoke("embedding", x);
        for (var layer = 0; layer < blocks.Length; layer++)
        {
            batch.Cancellation.ThrowIfCancellationRequested();
            var next = Next(blocks[layer], x, rotary, pattern, layer == 0 ? probe : null);
            x.Dispose();
            x = next;
            probe?.Invoke("block", x);
        }
        return RmsNorm.Apply(x, finalNorm, Config.NormEpsilon, !is_grad_enabled() && !x.requires_grad).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Reads parts of rows, to which the rest of each row is known by its keys and values: what the output layer reads, [N, hidden], for the
    /// positions of the spans one behind the other. Of a causal model only the first span of a row may be longer than one.
    /// </summary>
    internal Tensor Read(IReadOnlyList<CanvasSpan> spans, CancellationToken cancellation = default)
    {
        RequireAlive();
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var device = embedding.device;
        (long At, long Token)[] places =
            [.. spans.SelectMany(span => Enumerable.Range(span.Start, span.Length).Select(at => ((long)at, (long)span.Tokens[at])))];
        var tokens = tensor([.. places.Select(place => place.Token)], device: device).unsqueeze(0);
        var rotary = RotaryPositions.At(tensor([.. places.Select(place => place.At)], device: device).unsqueeze(0), frequencies, ComputeType);
        var attention = new SpanAttention(spans, Config.Attention);
        var x = Embed(tokens);
        foreach (var block in blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            var next = block.Forward(x, rotary, attention);
            x.Dispose();
            x = next;
        }
        return RmsNorm.Apply(x, finalNorm, Config.NormEpsilon, fused: true).view(-1, Config.HiddenSize).MoveToOuterDisposeScope();
    }

    private Tensor Next(TransformerBlock block, Tensor x, RotaryPositions rotary, AttentionPattern pattern, Action<string, Tensor>? probe) =>
        CheckpointBlocks && x.requires_grad && is_grad_enabled()
            ? CheckpointedBlock.Of(block, x, rotary, pattern)
            : block.Forward(x, rotary, pattern, probe);

    /// <summary>The output layer, [N, hidden] to float32 [N, V].</summary>
    internal Tensor Project(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        if (!is_grad_enabled() && ChunkedLogits.Fits(hidden, output)) return ChunkedLogits.Of(hidden, output).MoveToOuterDisposeScope();
        return F.linear(hidden, output.As(hidden.dtype)).As(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private Tensor Source(TokenBatch batch, Tensor at) => Config.Family.ReadsLeft ? TokenSource.Shifted(batch, at) : at;

    // a model under an adapter computes with the weights of another one
    private void RequireAlive()
    {
        if (embedding.IsInvalid)
            throw new ObjectDisposedException(
                nameof(MaskedLanguageModel),
                "The model was disposed of, and its weights are gone. Keep it until the last use of it, of a lazy sequence or task that samples it, "
                    + "and of models with adapters over it.");
    }

    private Tensor Embed(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var rows = embedding.index_select(0, tokens.reshape(-1)).As(ComputeType);
        if (rows.requires_grad && Config.Family.FreezesPadding && Config.PadTokenId is { } id)
        {
            using Scalar pad = id;
            rows = where(tokens.reshape(-1, 1).eq(pad), rows.detach(), rows);
        }
        return rows.view(tokens.shape[0], tokens.shape[1], Config.HiddenSize).MoveToOuterDisposeScope();
    }

    private Tensor Positions(TokenBatch batch)
    {
        if (batch.PositionIds is { } given) return given;
        if (batch.AttentionMask is not { } mask || !Config.Family.SkipsPadding)
            return HeldScalars.Range(batch.Length, ScalarType.Int64, batch.Tokens.device).unsqueeze(0);
        using Scalar one = 1L;
        return mask.to(ScalarType.Int64).cumsum(-1).sub(one).masked_fill(mask.logical_not(), one);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        frequencies.Dispose();
        foreach (var weight in Own.Values) weight.Dispose();
    }
}
