using DiffuCoder.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DiffuCoder.Models;

/// <summary>One block: x + attention(norm(x)), then x + SwiGLU(norm(x)).</summary>
internal sealed class TransformerBlock(ModelConfig config, IReadOnlyDictionary<string, Tensor> weights, int layer, LoraAdapter? adapter = null)
{
    private readonly Tensor attentionNorm = weights[config.Family.Names.Of(layer, config.Family.Names.AttentionNorm)];
    private readonly Linear query = new(weights, config.Family.Names.Of(layer, config.Family.Names.Query), adapter);
    private readonly Linear key = new(weights, config.Family.Names.Of(layer, config.Family.Names.Key), adapter);
    private readonly Linear value = new(weights, config.Family.Names.Of(layer, config.Family.Names.Value), adapter);
    private readonly Linear output = new(weights, config.Family.Names.Of(layer, config.Family.Names.AttentionOutput), adapter);
    private readonly Tensor feedForwardNorm = weights[config.Family.Names.Of(layer, config.Family.Names.FeedForwardNorm)];
    private readonly Linear gate = new(weights, config.Family.Names.Of(layer, config.Family.Names.Gate), adapter);
    private readonly Linear up = new(weights, config.Family.Names.Of(layer, config.Family.Names.Up), adapter);
    private readonly Linear down = new(weights, config.Family.Names.Of(layer, config.Family.Names.Down), adapter);

    /// <summary>All it reads.</summary>
    public IEnumerable<Tensor> Weights =>
        [attentionNorm, feedForwardNorm, .. new[] { query, key, value, output, gate, up, down }.SelectMany(linear => linear.Weights)];

    /// <param name="x">Residual stream, [B, L, hidden].</param>
    /// <param name="rotary">Rotary tables of this batch.</param>
    /// <param name="attention">Who attends to whom.</param>
    /// <param name="probe">Sees named intermediate results; for parity tests.</param>
    public Tensor Forward(Tensor x, RotaryPositions rotary, Attention attention, Action<string, Tensor>? probe = null)
    {
        using var scope = NewDisposeScope();
        var attended = x.Plus(Attend(RmsNorm.Apply(x, attentionNorm, config.NormEpsilon), rotary, attention, probe));
        var normed = RmsNorm.Apply(attended, feedForwardNorm, config.NormEpsilon);
        var fed = down.Apply(F.silu(gate.Apply(normed)) * up.Apply(normed));
        probe?.Invoke("mlp_out", fed);
        return attended.Plus(fed).MoveToOuterDisposeScope();
    }

    private Tensor Attend(Tensor normed, RotaryPositions rotary, Attention attention, Action<string, Tensor>? probe)
    {
        var (q, k, v) = (query.Apply(normed), key.Apply(normed), value.Apply(normed));
        probe?.Invoke("input_layernorm", normed);
        probe?.Invoke("q_proj", q);
        probe?.Invoke("k_proj", k);
        probe?.Invoke("v_proj", v);
        var queries = rotary.Turn(SplitHeads(q, config.Heads));
        var keys = rotary.Turn(SplitHeads(k, config.KeyValueHeads));
        probe?.Invoke("q_rot", queries);
        probe?.Invoke("k_rot", keys);
        var values = SplitHeads(v, config.KeyValueHeads);
        var mixed = attention.Mix(layer, queries, keys, values);
        var joined = output.Apply(mixed.transpose(1, 2).reshape(normed.shape));
        probe?.Invoke("attn_out", joined);
        return joined;
    }

    private Tensor SplitHeads(Tensor projected, int heads) =>
        projected.view(projected.shape[0], projected.shape[1], heads, config.HeadSize).transpose(1, 2);
}
